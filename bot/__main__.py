"""`python -m bot run` is `coalition-bot run`."""

from bot.cli import main

main()
