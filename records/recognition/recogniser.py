"""What pages say that bring no text: a reader for the confined child process, without Django.

The child alone loads this module, by its name (`confined.process.Late`): the engine takes some
250 MB before it has seen a page. Its models are read before the limits, so that nothing is
opened afterwards, and nothing is ever fetched.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

from records.confined.wire import Fault
from records.copies.contents.layer import UNIT
from records.copies.contents.raster import picture_of, sizes

WIDEST, MOST_PIXELS = 2600, 4_000_000  # an A4 page with 200 dots to the inch
DETECTED = 1280  # pixels of the longer side in which lines are looked for
# One line after the other in one thread: slower by no more than it is smaller.
TOLD = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.limit_type": "max",
    "Det.limit_side_len": DETECTED,
    "Rec.rec_batch_num": 1,
}


def _loaded() -> Any:
    """The engine with its three models, each of which it reads when it is first needed."""
    cv2.setNumThreads(1)
    engine = RapidOCR(params=TOLD)
    white = np.full((48, 96, 3), 255, np.uint8)
    engine(white)
    engine(white, use_det=False)
    return engine


_ENGINE = _loaded()


def recognise(file: BinaryIO, after: int, known: list[int]) -> Iterator[Any]:
    """How many pages there are, then what each behind `after` says but the `known`.

    A page is told as {page, lines}, each line as [text, score, left, top, right, bottom] in parts
    (`UNIT`) of the page's sides; one that cannot be drawn with its fault.
    """
    total = len(sizes(file))
    yield total
    for number in range(after + 1, total + 1):
        if number in known:
            continue
        try:
            yield {"page": number, "lines": _lines(file, number)}
        except Fault as fault:
            yield {"page": number, "fault": fault.key, "told": fault.told}


def _lines(file: BinaryIO, number: int) -> list[list[Any]]:
    picture = picture_of(file, number, WIDEST, MOST_PIXELS).convert("RGB")
    try:
        found = _ENGINE(np.asarray(picture)[:, :, ::-1], use_det=True)
    except ONNXRuntimeError:  # the models are sound: it is memory that ends
        raise MemoryError from None
    if not found.txts:
        return []
    size = (picture.width, picture.height)
    told = zip(found.txts, found.scores, found.boxes, strict=True)
    return [[text, float(score), *_box(corners, size)] for text, score, corners in told]


def _box(corners: Iterable[tuple[float, float]], size: tuple[int, int]) -> list[int]:
    """The upright box around a line that may stand askew."""
    across, down = zip(*corners, strict=True)
    sides = ((min(across), 0), (min(down), 1), (max(across), 0), (max(down), 1))
    return [min(UNIT, max(0, int(place * UNIT / size[way]))) for place, way in sides]
