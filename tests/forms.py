"""Forms as a browser sends them: every field that the page holds, texts with the line ends of a browser."""

from typing import Any

from django.test import Client
from lxml import html


def fields_of(client: Client, url: str, form_id: str) -> dict[str, Any]:
    """What a browser would send of a page's form when nothing was touched, without the names of its buttons."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return fields_in(answer.content.decode(), form_id)


def fields_in(page: str, form_id: str) -> dict[str, Any]:
    (form,) = html.fromstring(page).xpath(f"//form[@id='{form_id}']")
    sent: dict[str, Any] = {}
    for field in form.inputs:
        if field.get("type") == "radio" and field.get("value") == "":
            field.set("disabled", "")  # lxml takes an empty value for "on"; a browser sends nothing but the name
            if field.get("checked") is not None:
                sent.setdefault(field.name, []).append("")
    for name, value in form.form_values():
        sent.setdefault(name, []).append("\r\n".join(value.removeprefix("\n").splitlines()))
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def send(client: Client, url: str, form_id: str, *, follow: bool = False, **changes: Any) -> Any:
    """Open a page, change some fields of its form, and send it. None leaves a field out."""
    return resend(client, url, fields_of(client, url, form_id), follow=follow, **changes)


def resend(client: Client, url: str, fields: dict[str, Any], *, follow: bool = False, **changes: Any) -> Any:
    """Send a form that was opened earlier."""
    sent = {**fields, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return client.post(url, {name: value for name, value in sent.items() if value is not None}, follow=follow)
