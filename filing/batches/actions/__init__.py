from filing.batches.actions.answer import accept, call_off, hand_in, return_batch
from filing.batches.actions.content import open_year, put_in, take_out, tell
from filing.batches.actions.receipt import answer_point, judge_sample, remark, reply

__all__ = [
    "accept",
    "answer_point",
    "call_off",
    "hand_in",
    "judge_sample",
    "open_year",
    "put_in",
    "remark",
    "reply",
    "return_batch",
    "take_out",
    "tell",
]
