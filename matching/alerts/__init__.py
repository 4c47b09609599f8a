"""Who is to hear of which posting, and the letter that tells of it. Rows, not events: an alert is owed in the transaction
that writes the match, and the letter it is bound to is one of the outbox (``accounts.outbox``), looked at again there.
"""

from matching.alerts.conditions import Clause, Reader, clauses
from matching.alerts.letters import KIND, build_letters, connect, send_due_mail, unsubscribe
from matching.alerts.owing import owe

__all__ = [
    "KIND",
    "Clause",
    "Reader",
    "build_letters",
    "clauses",
    "connect",
    "owe",
    "send_due_mail",
    "unsubscribe",
]
