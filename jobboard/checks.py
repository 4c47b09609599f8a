from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_profile(**_: Any) -> list[Error]:
    if settings.LOCAL:
        return [Error("PROFILE is local; a public board needs PROFILE=production.", id="jobboard.E001")]
    if not settings.HTTPS:
        return [Error("SITE_URL must start with https:// in production.", id="jobboard.E002")]
    return []
