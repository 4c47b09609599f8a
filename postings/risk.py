"""What makes a posting suspicious: rules, each with its points and a sentence for the moderator. Pure.

A rule looks at an ``Ad`` and answers what it has found, or None. Rules only add up: from ``settings.RISK_THAT_HOLDS`` points on
a posting waits for a moderator, who sees the sentences; nothing is ever deleted by a rule. No rule alone holds a posting that
may well be honest; those that ask for somebody's money or identity do. Words stand in ``postings/data/risk``, one file a
language: an ad may mix them, so all are looked for in each. Words that deny ("there is no registration fee") do not count.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.domains import FREE_MAIL, JOB_HOSTS, own_domain
from postings.pay import AnnualPay
from postings.risk_words import Words, load_words, name_words, spread
from reading.machine_text import kind_of_machine_text
from reading.negation import is_denied

ADDRESS = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})")
HOST = re.compile(r"(?:https?://|www\.)([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})", re.IGNORECASE)
# What is put beside somebody's name to make another domain of it.
ADDED = frozenset(
    {
        "jobs",
        "job",
        "career",
        "careers",
        "hr",
        "hiring",
        "recruitment",
        "apply",
        "team",
        "online",
        "group",
        "inc",
        "com",
        "io",
        "co",
    }
)
SHORT, LONG = 5, 7  # letters of a name below which it is too short to be mistyped, and from which one letter may differ
# Characters that show nothing, and those that turn the direction of what follows.
INVISIBLE = re.compile("[\u200b\u2060\u2061-\u2064\u00ad\u180e\U000e0000-\U000e007f\u202a-\u202e\u2066-\u2069]")
LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "7": "t", "i": "l", "|": "l"})
MOST_INVISIBLE = 8
AMOUNT = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|usd|eur|gbp|dollars|euros?)")


@dataclass(frozen=True, slots=True)
class Ad:
    """What the rules see of a posting.

    ``brands`` are names with the domains that are theirs, of organizations that were verified. ``twins`` are the names of
    other employers with the same text; ``hidden`` is what a pasted page hid from people; ``named`` is who hires by the text.
    """

    title: str
    text: str
    organization: str = ""
    domain: str = ""
    is_verified: bool = False
    named: str = ""
    apply_url: str = ""
    apply_email: str = ""
    pay: AnnualPay | None = None
    is_full_time: bool = False
    is_imported: bool = False
    brands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    twins: Sequence[str] = ()
    hidden: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    points: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Sight:
    """An ad, taken apart once for all rules."""

    ad: Ad
    words: Words
    sentences: tuple[str, ...]
    hosts: tuple[str, ...]
    mail_domains: tuple[str, ...]

    def quote(self, *groups: str, unless: str = "") -> str:
        """The first sentence with a word of each group, not denied, and none of ``unless``; empty where there is none."""
        for sentence in self.sentences:
            if unless and self.words.find(unless, sentence):
                continue
            found = [self.words.find(group, sentence) for group in groups]
            if all(found) and not any(is_denied(sentence, match.start()) for match in found if match):
                return _shortened(sentence)
        return ""

    def says(self, group: str) -> str:
        return self.quote(group)


def assess(ad: Ad) -> list[Finding]:
    """What the rules have found, the gravest first."""
    sight = look_at(ad)
    findings = [found for rule in RULES for found in rule(sight)]
    return sorted(findings, key=lambda finding: -finding.points)


def points_of(findings: Iterable[Finding]) -> int:
    return min(sum(finding.points for finding in findings), 100)


def look_at(ad: Ad) -> Sight:
    words = load_words()
    whole = f"{ad.title}\n{ad.text}"
    hosts = [*HOST.findall(whole), *HOST.findall(ad.apply_url)]
    mail = [*ADDRESS.findall(whole), *ADDRESS.findall(ad.apply_email)]
    return Sight(ad, words, words.sentences(whole), _unique(hosts), _unique(mail))


def ask_for_money(sight: Sight) -> Iterator[Finding]:
    quote = sight.quote("fee", "pay", "applicant", unless="covered") or sight.quote(
        "untraceable", "transfer", "applicant"
    )
    if quote:
        yield Finding("pay_to_apply", 60, f"It asks applicants for money: “{quote}”")


def move_money_or_parcels(sight: Sight) -> Iterator[Finding]:
    quote = sight.quote("handled", "own_account")
    if quote:
        yield Finding("money_mule", 60, f"Money or parcels go through the applicant: “{quote}”")


def ask_for_identity(sight: Sight) -> Iterator[Finding]:
    quote = sight.quote("identity", "hand_in", "applicant", unless="covered")
    if quote:
        yield Finding("identity", 50, f"It asks applicants for papers or bank details: “{quote}”")


def contact_by_chat_only(sight: Sight) -> Iterator[Finding]:
    chat = next((host for host in sight.hosts if _under(host, sight.words.hosts["chats"])), "")
    quote = sight.quote("chat", "only")
    if quote or (chat and chat in sight.ad.apply_url):
        yield Finding("chat_only", 50, f"One applies in a chat: {f'“{quote}”' if quote else chat}")
    elif chat or sight.quote("chat", "contact"):
        yield Finding("chat", 20, f"It names a chat as a contact: {chat or sight.quote('chat', 'contact')}")


def write_from_free_mail(sight: Sight) -> Iterator[Finding]:
    """An address that anybody can get, in the name of somebody who has their own."""
    free = next((domain for domain in sight.mail_domains if domain in FREE_MAIL), "")
    if not free:
        return
    brand = _brand_of(sight)
    if brand or sight.ad.domain:
        whose = brand or sight.ad.organization
        yield Finding("free_mail_of_brand", 50, f"{whose} has a domain of its own, but the address is at {free}.")
    else:
        yield Finding("free_mail", 10, f"The address is at {free}, where anybody can have one.")


def look_like_another_domain(sight: Sight) -> Iterator[Finding]:
    known = {domain: name for name, domains in _brands(sight).items() for domain in domains}
    known |= dict.fromkeys(JOB_HOSTS, "")
    own = {sight.ad.domain, *(_brands(sight).get(name_words(sight.ad.organization), ()))}
    for host in _unique([*sight.hosts, *sight.mail_domains]):
        registered = own_domain(host) or ""
        if host in known or registered in known or registered in own or _under(host, JOB_HOSTS) or _is_free(host):
            continue
        for domain in known:
            if _resembles(host, registered, domain):
                yield Finding("look_alike", 60, f"{host} looks like {domain} and is another domain.")
                return


def hide_where_a_link_leads(sight: Sight) -> Iterator[Finding]:
    applied = HOST.match(sight.ad.apply_url)
    for kind, points, sentence in (
        ("shorteners", 30, "The link {host} hides where it leads."),
        ("forms", 20, "One applies at {host}, where anybody can make a page."),
    ):
        listed = sight.words.hosts[kind]
        hosts = sight.hosts if kind == "shorteners" else [applied[1].lower()] if applied else []
        if host := next((host for host in hosts if _under(host, listed)), ""):
            yield Finding("link_host", points, sentence.format(host=host))
    if not sight.ad.apply_url and (quote := sight.says("hidden_apply")) and not sight.hosts:
        yield Finding("hidden_apply", 15, f"It says where to click and shows no address: “{quote}”")


def promise_easy_money(sight: Sight) -> Iterator[Finding]:
    quote = sight.says("easy_money")
    needs_nothing = sight.says("nothing_needed")
    if quote and needs_nothing:
        yield Finding("easy_money", 35, f"It promises money for little: “{quote}”")
    elif quote:
        yield Finding("easy_money", 15, f"It speaks of money as such ads do: “{quote}”")


def offer_simple_work_at_home(sight: Sight) -> Iterator[Finding]:
    """Simple work that anybody could do at home: what most such ads are baited with."""
    at_home = sight.says("home")
    if not at_home:
        return
    title = sight.words.plain(sight.ad.title)
    baits = bool(sight.words.find("simple_work", title))
    asks_for_nothing = bool(sight.says("nothing_needed"))
    quick = bool(sight.says("easy_money")) or any(
        AMOUNT.search(sentence) and sight.words.find("quick_pay", sentence) for sentence in sight.sentences
    )
    if baits and asks_for_nothing:
        yield Finding("home_work", 45, f"Simple work at home that asks for nothing: “{at_home}”")
    elif baits and sight.words.find("home", title):
        yield Finding("home_work", 35, f"Simple work at home: “{at_home}”")
    elif quick and (asks_for_nothing or baits or sight.says("simple_work")):
        yield Finding("home_work", 30, f"Work at home, and quick money for little: “{at_home}”")


def pay_far_outside(sight: Sight) -> Iterator[Finding]:
    """Only where currency and period are stated: ``annual`` answers nothing otherwise."""
    pay = sight.ad.pay
    if pay is None or pay.currency not in sight.words.pay:
        return
    lowest, highest, highest_for_nothing = map(Decimal, sight.words.pay[pay.currency])
    year = f"{pay.minimum:,.0f}–{pay.maximum:,.0f} {pay.currency} a year"
    if pay.minimum > highest:
        yield Finding("pay", 30, f"{year} is more than anybody is paid for that.")
    elif pay.minimum > highest_for_nothing and sight.says("nothing_needed") and (
        sight.says("easy_money") or sight.says("simple_work") or sight.says("home")
    ):  # fmt: skip
        yield Finding("pay", 30, f"{year} for work that asks for nothing.")
    elif sight.ad.is_full_time and pay.maximum < lowest:
        yield Finding("pay", 20, f"{year} is far less than full-time work is paid.")


def shout(sight: Sight) -> Iterator[Finding]:
    title, text = sight.ad.title, sight.ad.text
    if _loudness(title) > 0.8 and len(title.split()) > 1 and len(title) > 14:
        yield Finding("shouting", 10, "The title is written in capitals.")
    elif "!!" in title or title.count("!") > 1:
        yield Finding("shouting", 10, "The title shouts.")
    elif (
        re.search(r"[!?]{3}", text)
        or text.count("!") > max(8, len(text) / 150)
        or (len(text) > 200 and _loudness(text) > 0.5)
    ):
        yield Finding("shouting", 10, "The text shouts.")


def repeat_another_text(sight: Sight) -> Iterator[Finding]:
    if sight.ad.twins:
        yield Finding("duplicate", 35, f"The same text is on the board for {', '.join(list(sight.ad.twins)[:3])}.")


def hide_text(sight: Sight) -> Iterator[Finding]:
    if sight.ad.hidden:
        yield Finding("hidden_text", 40, f"The pasted page hid from people: “{_shortened(sight.ad.hidden[0])}”")
    elif any(kind_of_machine_text(line) for line in sight.ad.text.splitlines()):
        yield Finding("hidden_text", 20, "The text speaks to a program, not to people.")
    elif len(INVISIBLE.findall(sight.ad.text)) > MOST_INVISIBLE:
        yield Finding("hidden_text", 30, "The text holds many characters that nobody sees.")


def name_another_company(sight: Sight) -> Iterator[Finding]:
    named, poster = name_words(sight.ad.named), name_words(sight.ad.organization)
    if not named or not poster or sight.ad.is_imported:
        return  # a source states who hires; what its texts are headed with is often the agency
    if not set(named.split()) & set(poster.split()):
        points = 40 if named in _brands(sight) else 20
        yield Finding(
            "another_company", points, f"The text is of {sight.ad.named}, the poster is {sight.ad.organization}."
        )


RULES: tuple[Callable[[Sight], Iterator[Finding]], ...] = (
    ask_for_money, move_money_or_parcels, ask_for_identity, contact_by_chat_only, write_from_free_mail,
    look_like_another_domain, hide_where_a_link_leads, promise_easy_money, offer_simple_work_at_home, pay_far_outside, shout,
    repeat_another_text, hide_text, name_another_company,
)  # fmt: skip


def _brands(sight: Sight) -> dict[str, tuple[str, ...]]:
    return sight.words.brands | sight.ad.brands


def _brand_of(sight: Sight) -> str:
    """The brand in whose name the ad speaks, if it is one with domains of its own."""
    names = {name_words(sight.ad.organization), name_words(sight.ad.named)}
    return next((name.title() for name in _brands(sight) if name in names), "")


def _resembles(host: str, registered: str, domain: str) -> bool:
    """Whether a host was made to be taken for ``domain``: in front of another one, with words added, or mistyped."""
    if host.startswith(f"{domain}.") or f".{domain}." in host:
        return True
    label, known = (registered or host).split(".")[0], domain.split(".")[0]
    if label == known:
        return False  # the same name under another ending is common among honest ones
    parts = label.split("-")
    if known == "".join(part for part in parts if part not in ADDED):
        return len(known) >= SHORT or len(parts) > 1
    if len(known) < SHORT:
        return False
    return _as_seen(label) == _as_seen(known) or (len(known) >= LONG and spread(label, known) == 1)


def _as_seen(label: str) -> str:
    return label.translate(LOOKS_LIKE).replace("rn", "m").replace("vv", "w")


def _under(host: str, listed: Iterable[str]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in listed)


def _is_free(host: str) -> bool:
    return host in FREE_MAIL


def _loudness(text: str) -> float:
    """The share of capitals among letters that have any."""
    letters = [sign for sign in text if sign.isupper() or sign.islower()]
    return sum(map(str.isupper, letters)) / len(letters) if len(letters) > 8 else 0.0


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.lower().rstrip(".") for value in values))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else f"{text[:159]}…"
