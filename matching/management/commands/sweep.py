from typing import Any

from accounts.json_command import JsonCommand
from matching import alerts, services
from postings import clock, orphans


class Command(JsonCommand):
    help = "Refresh what is stale, start what waits for its day, close what nobody is left to answer, and send the mail that is due. Needs no broker."

    def answer(self, **_: Any) -> dict[str, int]:
        tended = {**orphans.tend(), "started": clock.tend(), "asked": clock.ask_about_ends()}
        done = total = services.sweep(recent=False)
        while done:
            done = services.sweep(recent=False)
            total += done
        return {"refreshed": total, "mailed": alerts.send_due_mail(), **tended}
