"""Sign-in, sign-up, a forgotten password and sign-out: plain forms, posted and answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from core import bootstrap
from core.bootstrap import load_settings
from core.errors import AccountError, ExamMentorError, StoreError
from core.models import AwaitedProof, MailedProof, Tokens
from core.models.account import SHORTEST_PASSWORD
from pages._ui.html.sign_in import cookies
from pages._ui.html.sign_in.forms import Field, Form, NotTaken, draw, is_from_here, own_address
from pages._ui.messages import sign_in as say
from pages._ui.messages import told

LONGEST_FORM = 16_384
TRIES = RateLimitItemPerMinute(12)
_VERIFIER, _VERIFIER_S = "exammentor-mailed", 3600
_tries = MovingWindowRateLimiter(MemoryStorage())

_EMAIL = Field("email", say.EMAIL, "email", "username")
_PASSWORD = Field("password", say.PASSWORD, "password", "current-password")
_NEW = Field(
    "password", say.NEW_PASSWORD, "password", "new-password", say.PASSWORD_HELP.format(least=SHORTEST_PASSWORD)
)
_TO_SIGN_IN = ("/signin", say.HAVE_ACCOUNT)
SIGN_IN = Form(
    title=say.SIGN_IN_TITLE,
    lead=say.SIGN_IN_LEAD,
    action="/signin",
    button=say.SIGN_IN,
    fields=(_EMAIL, _PASSWORD),
    links=(("/signup", say.NO_ACCOUNT), ("/forgot", say.FORGOTTEN)),
)
ERASED = replace(SIGN_IN, lead="", notice=say.ERASED)
SIGN_UP = Form(
    title=say.SIGN_UP_TITLE,
    lead=say.SIGN_UP_LEAD,
    action="/signup",
    button=say.SIGN_UP,
    fields=(_EMAIL, replace(_NEW, label=say.PASSWORD)),
    links=(_TO_SIGN_IN,),
    consent=say.CONSENT,
)
FORGOT = Form(
    title=say.FORGOT_TITLE,
    lead=say.FORGOT_LEAD,
    action="/forgot",
    button=say.FORGOT,
    fields=(_EMAIL,),
    links=(_TO_SIGN_IN,),
)
RESET = Form(
    title=say.RESET_TITLE,
    lead=say.RESET_LEAD,
    action="/auth/confirm",
    button=say.RESET,
    fields=(_NEW,),
    links=(("/forgot", say.ASK_AGAIN),),
)
CONFIRM = Form(
    title=say.CONFIRM_TITLE, lead=say.CONFIRM_LEAD, action="/auth/confirm", button=say.CONFIRM, links=(_TO_SIGN_IN,)
)
SIGN_OUT = Form(title=say.SIGN_OUT_TITLE, lead=say.SIGN_OUT_LEAD, action="/auth/logout", button=say.SIGN_OUT)

Sent = Mapping[str, str]
Step = Callable[[Request, Form, Sent], Response]


def routes() -> list[BaseRoute]:
    """The way in, for `st.App`."""
    steps: dict[str, tuple[Form, Step]] = {
        "/signin": (SIGN_IN, _sign_in),
        "/signup": (SIGN_UP, _sign_up),
        "/forgot": (FORGOT, _forgot),
        "/auth/confirm": (CONFIRM, _confirm),
        "/auth/logout": (SIGN_OUT, _sign_out),
    }
    return [Route(path, _endpoint(form, step), methods=["GET", "POST"]) for path, (form, step) in steps.items()]


def _endpoint(form: Form, step: Step) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        here = _for_link(form, request.query_params)
        if request.method != "POST":
            if form is SIGN_IN and await run_in_threadpool(_is_in, request):
                return RedirectResponse(_own_path(request.query_params.get("next", "")), 303)
            if form is SIGN_IN and "erased" in request.query_params:
                here = ERASED
            return draw(replace(here, carried=here.carried | _only(request.query_params, "next")))
        try:
            sent = await _received(request)
            here = _for_link(form, sent)
            here = replace(here, typed=_only(sent, "email", "consent"), carried=here.carried | _only(sent, "next"))
            _check(request, here, sent)
            return await run_in_threadpool(step, request, here, sent)
        except NotTaken as refusal:
            return draw(replace(here, error=str(refusal)), refusal.status)
        except ExamMentorError as error:
            return draw(replace(here, error=told(error.said)), 503 if isinstance(error, StoreError) else 400)

    return answer


async def _received(request: Request) -> Sent:
    """The form's fields. Raises `NotTaken` where another site sent it, or where it is longer than a form of ours."""
    if not is_from_here(request):
        raise NotTaken(say.FROM_ELSEWHERE, 403)
    received = b""
    async for chunk in request.stream():
        received += chunk
        if len(received) > LONGEST_FORM:
            raise NotTaken(say.TOO_LONG, 413)
    return dict(parse_qsl(received.decode("utf-8", "replace"), keep_blank_values=True))


def _check(request: Request, form: Form, sent: Sent) -> None:
    """Raise `NotTaken` for too many tries from one address, and for what is missing."""
    if not _tries.hit(TRIES, form.action, request.client.host if request.client else ""):
        raise NotTaken(say.TOO_OFTEN, 429)
    for needed in form.fields:
        value = sent.get(needed.name, "").strip()
        if needed.name == "email" and "@" not in value:
            raise NotTaken(say.NEEDS_EMAIL, 400)
        if not value:
            raise NotTaken(say.NEEDS_PASSWORD, 400)
    if form.consent and not sent.get("consent"):
        raise NotTaken(say.NEEDS_CONSENT, 400)


def _sign_in(request: Request, form: Form, sent: Sent) -> Response:
    tokens = bootstrap.open_accounts(load_settings()).sign_in(sent["email"].strip(), sent["password"])
    return _let_in(request, tokens, sent.get("next", ""))


def _sign_up(request: Request, form: Form, sent: Sent) -> Response:
    email = sent["email"].strip()
    accounts = bootstrap.open_accounts(load_settings())
    outcome = accounts.sign_up(email, sent["password"], own_address(request) + "/auth/confirm?type=signup")
    if isinstance(outcome, AwaitedProof):
        return _mailed(request, outcome, replace(form, button="", notice=say.CHECK_MAIL.format(email=email)))
    return _let_in(request, outcome, sent.get("next", ""))


def _forgot(request: Request, form: Form, sent: Sent) -> Response:
    email = sent["email"].strip()
    accounts = bootstrap.open_accounts(load_settings())
    awaited = accounts.ask_reset(email, own_address(request) + "/auth/confirm?type=recovery")
    return _mailed(request, awaited, replace(form, button="", notice=say.RESET_SENT.format(email=email)))


def _mailed(request: Request, awaited: AwaitedProof, form: Form) -> Response:
    """Say that a mail is on its way, and have the browser keep what its link may need."""
    response = draw(form)
    response.set_cookie(
        _VERIFIER,
        awaited.verifier,
        max_age=_VERIFIER_S,
        path="/auth",
        secure=request.url.is_secure,
        httponly=True,
        samesite="lax",
    )
    return response


def _confirm(request: Request, form: Form, sent: Sent) -> Response:
    if not form.button:
        raise AccountError(say.LINK_EMPTY)
    is_reset = form.fields == RESET.fields
    proof = MailedProof(
        token_hash=sent.get("token_hash", ""),
        kind="recovery" if is_reset else "signup" if sent.get("type") == "signup" else "email",
        code=sent.get("code", ""),
        verifier=request.cookies.get(_VERIFIER, ""),
    )
    accounts = bootstrap.open_accounts(load_settings())
    tokens = accounts.reset_password(proof, sent["password"]) if is_reset else accounts.confirm(proof)
    return _let_in(request, tokens, "")


def _sign_out(request: Request, form: Form, sent: Sent) -> Response:
    if secret := cookies.secret_in(request.cookies, is_https=request.url.is_secure):
        bootstrap.sign_out(load_settings(), secret)
    response = draw(replace(SIGN_IN, notice=say.SIGNED_OUT))
    cookies.take(response, is_https=request.url.is_secure)
    return response


def _let_in(request: Request, tokens: Tokens, wanted: str) -> Response:
    settings, is_https = load_settings(), request.url.is_secure
    if old := cookies.secret_in(request.cookies, is_https=is_https):
        bootstrap.open_sign_ins(settings).end(old)
    response = RedirectResponse(_own_path(wanted), 303)
    cookies.give(response, bootstrap.sign_in(settings, tokens), is_https=is_https)
    return response


def _is_in(request: Request) -> bool:
    """Whether this browser is signed in already, perhaps in another tab."""
    secret = cookies.secret_in(request.cookies, is_https=request.url.is_secure)
    return bool(secret) and bootstrap.open_sign_ins(load_settings()).find(secret) is not None


def _for_link(form: Form, link: Sent) -> Form:
    """The form for a link from a mail: a new password, or a press that confirms. A look at it spends nothing."""
    if form is not CONFIRM:
        return form
    base = RESET if link.get("type") == "recovery" else CONFIRM
    if not (link.get("token_hash") or link.get("code")):
        return replace(base, error=say.LINK_EMPTY, button="")
    return replace(base, carried=_only(link, "token_hash", "code", "type"))


def _only(values: Sent, *names: str) -> dict[str, str]:
    return {name: values[name] for name in names if values.get(name)}


def _own_path(wanted: str) -> str:
    """A path of this app, whatever was asked for: never the address of another site."""
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if is_path and wanted.isprintable() else "/"
