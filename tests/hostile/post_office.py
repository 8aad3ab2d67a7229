"""A mail server on this machine that keeps what it gets."""

import socketserver
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Mail:
    """To one address; programs that get the same id twice show one mail."""

    to: str
    id: str
    subject: str
    text: str


class PostOffice:
    """Speaks as much SMTP as Django needs, on `port`, and keeps the `mails`.

    hold: its mails are taken, and never confirmed: who sends them is killed meanwhile.
    """

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.hold = threading.Event()
        self.held = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._answering())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def to(self, address: str, subject: str) -> list[Mail]:
        """What came for somebody about something."""
        return [mail for mail in self.mails if mail.to == address and subject in mail.subject]

    def _take(self, to: str, content: bytes) -> None:
        read = message_from_bytes(content, policy=policy.default)
        body = read.get_body(("plain",))
        text = body.get_content() if body else ""
        self.mails.append(Mail(to, read["Message-ID"], read["Subject"], text))
        if self.hold.is_set():
            self.held.set()
            threading.Event().wait(60)  # whoever waits for the answer is dead by then

    def _answering(office) -> type[socketserver.StreamRequestHandler]:
        class Answering(socketserver.StreamRequestHandler):
            def say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

            def handle(self) -> None:
                self.say("220 here")
                to = ""
                while command := self.rfile.readline().decode().strip():
                    word = command[:4].upper()
                    if word == "RCPT":
                        to = command.partition("<")[2].partition(">")[0]
                    if word == "DATA":
                        self.say("354 go on")
                        lines = iter(self.rfile.readline, b".\r\n")
                        office._take(to, b"".join(lines))
                    self.say("221 bye" if word == "QUIT" else "250 fine")

        return Answering
