"""The one way in which the workspace says no to the bot."""

from collections.abc import Sequence

from bot.sandbox.model import JsonObject
from bot.sandbox.schema import Problem


class RefusalError(Exception):
    """Slack would not accept this. `error` is Slack's code, `problems` name the places."""

    def __init__(self, error: str, problems: Sequence[Problem] = (), detail: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.problems = tuple(problems)
        self.detail = detail or "; ".join(str(problem) for problem in problems)

    def as_answer(self) -> JsonObject:
        """The Web API's answer."""
        answer: JsonObject = {"ok": False, "error": self.error}
        if self.problems:
            answer["errors"] = [str(problem) for problem in self.problems]
            answer["response_metadata"] = {"messages": [f"[ERROR] {problem}" for problem in self.problems]}
        elif self.detail:
            answer["response_metadata"] = {"messages": [f"[ERROR] {self.detail}"]}
        return answer
