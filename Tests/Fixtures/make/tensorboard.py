"""Scalars as tensorboardX writes them: an events file of TensorBoard, at times that are set. Format: ../README.md."""
import pathlib
import sys
import tempfile
import time

time.time = lambda: 1700000000.25
from tensorboardX.event_file_writer import EventsWriter  # noqa: E402
from tensorboardX.proto import event_pb2  # noqa: E402
from tensorboardX.summary import scalar  # noqa: E402

OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[1]
SCALARS = [
    ("loss", 2.401, 0, 1700000001.5), ("learning_rate", 2e-05, 1, 1700000002.0), ("loss", -0.0, 127, 1700000003.125),
    ("tokens_per_second", 123456.789, 128, 1700000004.0), ("memory_bytes", 3.5e9, 2**40, 1700000005.75),
]

with tempfile.TemporaryDirectory() as folder:
    writer = EventsWriter(folder + "/events")
    for tag, value, step, seconds in SCALARS:
        writer.write_event(event_pb2.Event(wall_time=seconds, step=step, summary=scalar(tag, value)))
    writer.close()
    (path,) = pathlib.Path(folder).iterdir()
    (OUT / "tensorboard.events").write_bytes(path.read_bytes())
