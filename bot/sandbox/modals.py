"""Each person's stack of open modals."""

from collections import defaultdict
from dataclasses import replace

from bot.sandbox import limits
from bot.sandbox.model import View
from bot.sandbox.refused import RefusalError


class Modals:
    """Open modals by person, the one on top last."""

    def __init__(self) -> None:
        self._stacks: defaultdict[str, list[View]] = defaultdict(list)

    def stack(self, user: str) -> tuple[View, ...]:
        """What the person has open, the top one last."""
        return tuple(self._stacks[user])

    def top(self, user: str) -> View | None:
        """The modal in front, if there is one."""
        stack = self._stacks[user]
        return stack[-1] if stack else None

    def find(self, *, view_id: str = "", external_id: str = "") -> View | None:
        """An open modal by the bot's or the workspace's id for it."""
        for stack in self._stacks.values():
            for view in stack:
                if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                    return view
        return None

    def open(self, view: View) -> View:
        """Show a first modal; whatever the person had open is gone."""
        shown = replace(view, root_view_id=view.id, previous_view_id=None)
        self._stacks[view.user] = [shown]
        return shown

    def push(self, view: View) -> View:
        """Put a modal on top; RefusalError when there is none below or already three."""
        below = self.top(view.user)
        if below is None:
            raise RefusalError("not_found", detail="there is no open modal to push onto")
        if len(self._stacks[view.user]) >= limits.VIEWS_IN_STACK:
            raise RefusalError("push_limit_reached")
        shown = replace(view, root_view_id=below.root_view_id, previous_view_id=below.id)
        self._stacks[view.user].append(shown)
        return shown

    def replace(self, view: View) -> None:
        """Put a changed view in the place of the one with its id; nothing when that was closed."""
        stack = self._stacks[view.user]
        for index, open_view in enumerate(stack):
            if open_view.id == view.id:
                stack[index] = view

    def close(self, view: View) -> None:
        """Close that modal and what lies on top of it."""
        stack = self._stacks[view.user]
        for index, open_view in enumerate(stack):
            if open_view.id == view.id:
                del stack[index:]
                return

    def clear(self, user: str) -> None:
        """Close all of one person's modals."""
        self._stacks[user] = []

    def clear_all(self) -> None:
        """Close everybody's modals."""
        self._stacks.clear()
