"""Messages as jupyter_client signs and frames them. Format: ../README.md."""
import base64
import json
import pathlib

from jupyter_client.session import Session

OUT = pathlib.Path(__file__).resolve().parents[1] / "jupyter"
HEADER = {"msg_id": "5f0e-1", "session": "5f0e", "username": "ann", "date": "2024-02-29T12:34:56.789000Z", "version": "5.3"}
CASES = [
    ("kernel_info_request", {}, {}, [], []),
    ("execute_request", {"code": "load | take 2\nlet ü = _ | sort level # \"😀\" \\ \x1b[0m\u2028", "silent": False, "store_history": True,
                         "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}, {}, [b"\x00\x01\xff", b"client"], []),
    ("complete_request", {"code": "𝒳é", "cursor_pos": 2}, {"deep": [[[{"a": None}]]], "number": 1.5e-7}, [b"x"], [b"", b"\xff\x00bytes"]),
]


def main():
    cases = []
    for key in [b"a0436f6c-1916-498b-8eb9-e81ab9368e84", b"k" * 100, b""]:
        session = Session(key=key, session="5f0e", username="ann")
        for kind, content, metadata, identities, buffers in CASES:
            header = dict(HEADER, msg_type=kind)
            message = {"header": header, "msg_id": header["msg_id"], "msg_type": kind, "parent_header": dict(HEADER, msg_type="x_request"),
                       "metadata": metadata, "content": content}
            frames = identities + session.serialize(message)[:] + buffers
            cases.append({"key": key.decode(), "type": kind, "frames": [base64.b64encode(bytes(f)).decode() for f in frames],
                          "identities": len(identities), "buffers": len(buffers), "content": content, "metadata": metadata})
    OUT.mkdir(exist_ok=True)
    (OUT / "messages.json").write_text(json.dumps({"cases": cases}, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
