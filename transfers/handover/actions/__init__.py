"""What is done with a handover. All of it is imported together, so that every move has its act."""

from transfers.handover.actions import decide, deliver, receive, select

__all__ = ["decide", "deliver", "receive", "select"]
