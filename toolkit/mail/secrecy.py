"""Keeping a password out of all that is shown or written, also where the server says it back."""

import base64
import html
import re
from urllib.parse import quote, quote_plus

HIDDEN = "•••"


def hide(text: str, user: str, password: str) -> str:
    """The text on one line, without the password: as it is, quoted for some other place, or as it goes over the wire.

    On the wire a login is in base64, of the password alone, after the user, or after the user twice (RFC 4616).
    """
    told = " ".join(text.split())
    if not password.strip():
        return told
    name, secret = (part.encode("utf-8", "surrogateescape") for part in (user, password))
    packed = [secret, *(before + b"\0" + secret for before in (name, b"\0" + name, name + b"\0" + name))]
    forms = [password, html.escape(password), quote(secret, ""), quote_plus(secret), secret.hex()]
    forms += [repr(password)[1:-1], repr(secret)[2:-1]]
    forms += [base64.b64encode(part).decode().rstrip("=") for part in packed]
    # The text was put on one line; so must be what is looked for.
    spread = (r"\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True))
    return re.sub(f"(?:{'|'.join(filter(None, spread))})=*", HIDDEN, told, flags=re.IGNORECASE)
