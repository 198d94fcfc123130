"""Pages that are no answer: a wall, an error in disguise, an empty shell."""

import re

from stepresearch.tools.page import Page

# Longer texts may mention such things without being error pages.
_SHORT_CHARS = 700

_FAULTS = (
    (
        "only points to another page",
        re.compile(r"\bredirecting (you )?to\b|^redirecting", re.IGNORECASE | re.MULTILINE),
    ),
    (
        "is an error page",
        re.compile(
            r"\b(404|410)\b.{0,30}\b(error|not found)|page (was |could )?(not|n.t) (be )?found|page (does not|doesn.t|no longer)"
            r" exists?|no longer available|nothing (was )?found here|seite (wurde )?nicht gefunden|页面不存在|找不到页面",
            re.IGNORECASE,
        ),
    ),
    (
        "is a check for robots",
        re.compile(
            r"verify(ing)? (that )?you are (a )?human|are you a (robot|human)|checking your browser|captcha|just a moment\.\.\."
            r"|unusual traffic|access (to this page has been )?denied|attention required|request blocked",
            re.IGNORECASE,
        ),
    ),
    (
        "needs JavaScript",
        re.compile(
            r"(enable|turn on|activate|requires?|without) java ?script|java ?script (is|must be|to be)"
            r" (disabled|required|enabled|turned)|javascript aktivieren|启用 ?javascript",
            re.IGNORECASE,
        ),
    ),
    (
        "is behind a login",
        re.compile(
            r"(log|sign) ?in (to|or) (continue|read|view|access|your|register|sign|create)|please (log|sign) ?in|subscribe to"
            r" (continue|read)|(create|register) (an|a free) account to|members only|subscribers only|请(先)?登录",
            re.IGNORECASE,
        ),
    ),
    (
        "is behind a consent form",
        re.compile(
            r"before you continue to|(accept|agree to|consent to) (all |our |the use of )?cookies"
            r"|we (and our partners )?(use|value|store).{0,40}(cookies|privacy)|your privacy choices",
            re.IGNORECASE,
        ),
    ),
)


def page_fault(page: Page) -> str | None:
    """Return what is wrong with a page that holds no content of its own, as `is an error page`, else None."""
    if len(page.text) > _SHORT_CHARS:
        return None
    seen = f"{page.title}\n{page.text}"
    return next((fault for fault, pattern in _FAULTS if pattern.search(seen)), None)
