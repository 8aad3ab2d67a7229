"""What goes wrong with files that people hand in."""

from wirportal.sentence import Sentence


class UnreadableFile(Exception):
    """The file can't be read; `sentence` says to a person why, and what helps."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence
