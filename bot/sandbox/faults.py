"""How tests make the Web API misbehave: for a method, what happens to its next calls."""

from collections import defaultdict, deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from threading import Lock


class FaultKind(Enum):
    """What goes wrong, and whether the call has taken effect by then."""

    RATE_LIMITED = "429 with Retry-After, no effect"
    REFUSED = "200 with an error, no effect"
    SERVER_ERROR = "500, no effect"
    SERVER_ERROR_AFTER = "500, though it took effect"
    DROPPED = "connection closed, no effect"
    DROPPED_AFTER = "connection closed, though it took effect"
    HELD = "waits until released, then takes effect"
    HELD_AFTER = "takes effect, then waits until released"


@dataclass(frozen=True, slots=True)
class Fault:
    """One call's fate. `reached` is done once the call is there, `released` lets it go on."""

    kind: FaultKind
    retry_after: int = 0
    error: str = ""
    reached: "Future[None]" = field(default_factory=Future["None"])
    released: "Future[None]" = field(default_factory=Future["None"])

    def wait_until_reached(self, timeout: float = 5.0) -> None:
        """Block this thread until the bot's call has arrived; TimeoutError after so many seconds."""
        self.reached.result(timeout)

    def release(self) -> None:
        """Let a held call go on; may be called from any thread, and more than once."""
        if not self.released.done():
            self.released.set_result(None)


@dataclass(frozen=True, slots=True)
class _Mood:
    """How often a method fails, and in which ways."""

    kinds: tuple[FaultKind, ...]
    chance: float
    dice: Random

    def next_fault(self) -> Fault | None:
        if self.dice.random() >= self.chance:
            return None
        return Fault(self.dice.choice(self.kinds), retry_after=1)


class Faults:
    """Faults in waiting, by Web API method ("chat.postMessage") or "response_url"."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._moods: dict[str, _Mood] = {}

    def rate_limit(self, method: str, *, retry_after: int, calls: int = 1) -> None:
        """Answer the next calls with 429 and that many seconds in Retry-After."""
        self._add(method, [Fault(FaultKind.RATE_LIMITED, retry_after) for _ in range(calls)])

    def refuse(self, method: str, error: str, *, calls: int = 1) -> None:
        """Refuse the next calls with that error, as where a scope is missing."""
        self._add(method, [Fault(FaultKind.REFUSED, error=error) for _ in range(calls)])

    def fail(self, method: str, kind: FaultKind, *, calls: int = 1) -> None:
        """Let the next calls fail in that way."""
        self._add(method, [Fault(kind) for _ in range(calls)])

    def hold(self, method: str, kind: FaultKind = FaultKind.HELD) -> Fault:
        """Hold the next call until the fault that is returned is released."""
        fault = Fault(kind)
        self._add(method, [fault])
        return fault

    def at_random(self, method: str, kinds: Sequence[FaultKind], chance: float, dice: Random) -> None:
        """Let every call from now on fail with that chance (0 to 1), in one of these ways."""
        with self._lock:
            self._moods[method] = _Mood(tuple(kinds), chance, dice)

    def clear(self) -> None:
        """Forget all faults that were not met yet and release the held ones among them."""
        with self._lock:
            self._moods.clear()
            for fault in (fault for waiting in self._waiting.values() for fault in waiting):
                fault.release()
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault of the call that has just arrived, if it has one."""
        with self._lock:
            waiting = self._waiting.get(method)
            if waiting:
                return waiting.popleft()
            mood = self._moods.get(method)
            return None if mood is None else mood.next_fault()

    def _add(self, method: str, faults: list[Fault]) -> None:
        with self._lock:
            self._waiting[method].extend(faults)
