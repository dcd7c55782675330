"""What is done with a handover. All of it is imported together, so that every move has its act."""

from transfers.handover.actions import decide, papers, receive, select

__all__ = ["decide", "papers", "receive", "select"]
