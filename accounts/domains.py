"""Which internet domain can be one organization's own. Pure: a list of public suffixes that comes with a package.

A domain is somebody's own only if it is registered as a whole: not a suffix that many share (``co.uk``, ``github.io``),
not a provider of mailboxes for everybody, not a host that shows the jobs of many organizations.
"""

from functools import cache

from publicsuffixlist import PublicSuffixList

FREE_MAIL = frozenset(
    {
        "126.com", "163.com", "aol.com", "duck.com", "fastmail.com", "fastmail.fm", "free.fr", "freenet.de", "gmail.com",
        "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com",
        "hotmail.de", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com", "laposte.net", "libero.it", "live.com",
        "live.co.uk", "live.fr", "mac.com", "mail.com", "mail.de", "mail.ru", "mailbox.org", "me.com", "msn.com",
        "naver.com", "onmicrosoft.com", "orange.fr", "outlook.com", "outlook.de", "outlook.fr", "pm.me", "posteo.de",
        "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "rocketmail.com", "seznam.cz", "sfr.fr", "t-online.de",
        "tuta.com", "tutanota.com", "wanadoo.fr", "web.de", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk",
        "yahoo.com", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    }
)  # fmt: skip
JOB_HOSTS = frozenset(
    {
        "applytojob.com", "ashbyhq.com", "bamboohr.com", "breezy.hr", "comeet.co", "comeet.com", "eightfold.ai",
        "glassdoor.com", "greenhouse.io", "gupy.io", "icims.com", "indeed.com", "jazz.co", "jazzhr.com", "jobscore.com",
        "jobvite.com", "join.com", "lever.co", "linkedin.com", "monster.com", "myworkdayjobs.com", "myworkdaysite.com",
        "notion.site", "notion.so", "oraclecloud.com", "personio.com", "personio.de", "pinpointhq.com", "recruitee.com",
        "rippling.com", "smartrecruiters.com", "softgarden.io", "stepstone.de", "successfactors.com",
        "successfactors.eu", "taleo.net", "teamtailor.com", "traffit.com", "welcometothejungle.com", "wellfound.com",
        "workable.com", "workday.com", "xing.com", "ycombinator.com", "ziprecruiter.com",
    }
)  # fmt: skip


@cache
def _suffixes(*, only_icann: bool) -> PublicSuffixList:
    return PublicSuffixList(only_icann=only_icann)


def own_domain(host: str) -> str | None:
    """The registered domain above this host, if it can be one organization's own; else None.

    ``careers.harbour.example`` gives ``harbour.example``. None for an address by number, a name without a dot, a suffix
    that many share, a name under the suffix of a hosting company, free mail, and hosts of applicant systems.
    """
    name = _ascii(host)
    if name is None:
        return None
    registered = _suffixes(only_icann=True).privatesuffix(name)
    if registered is None or registered != _suffixes(only_icann=False).privatesuffix(name):
        return None
    return None if registered in FREE_MAIL or registered in JOB_HOSTS else str(registered)


def domain_of_address(email: str) -> str | None:
    """``own_domain`` of a mail address."""
    return own_domain(email.rpartition("@")[2])


def _ascii(host: str) -> str | None:
    """The host as the network writes it, or None where it is no name of a host."""
    try:
        name = host.strip().rstrip(".").casefold().encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or labels[-1].isdecimal():
        return None
    return name if all(label.replace("-", "").isalnum() for label in labels) else None
