"""Signing in, accounts and classes."""

from __future__ import annotations

ACCOUNTS = {
    "account.address_invalid": "This is not an e-mail address that mail can be sent to.",
    "account.address_taken": "There is an account with this address already. Sign in, or reset the password.",
    "account.class_code": "No class has this code. Ask your instructor for it again.",
    "account.class_name": "Give the class a name.",
    "account.class_taken_out": "You were taken out of this class. Only its instructor can let you in again.",
    "account.closed": "This account is closed. Ask who runs this ExamMentor.",
    "account.failed": "That did not work. Check the address and try again.",
    "account.link_elsewhere": "Open this link in the browser in which you asked for it, or ask for a new one.",
    "account.link_over": "This link was used before or is too old. Ask for a new one.",
    "account.many_mails": "Too many mails were asked for. Wait a few minutes and try again.",
    "account.many_tries": "Too many tries. Wait a few minutes and try again.",
    "account.never_signed_in": "Nobody with the address {email} has signed in yet. Sign in once, then run this again.",
    "account.no_address": "Give the e-mail address of the account.",
    "account.no_classes": "There are no accounts here, and so no classes.",
    "account.no_new_accounts": "New accounts cannot be made here. Ask who runs this ExamMentor.",
    "account.no_role": "There is no role “{role}”. The roles are: {roles}.",
    "account.no_token": "This is not an access token of a signed-in learner.",
    "account.nobody": "Nobody with the address {account} is here.",
    "account.not_allowed": "This account may not do that.",
    "account.not_confirmed": "Your address is not confirmed yet. Open the link in the mail that we sent you.",
    "account.not_renewed": "Your sign-in cannot be renewed just now. Try again in a moment.",
    "account.not_together": "This e-mail address and password do not belong together. Try again.",
    "account.password_length": "A password has {least} to {most} characters.",
    "account.password_same": "This is the password that you had. Sign in with it, or choose another one.",
    "account.password_weak": "This password is too easy to guess. Take a longer one.",
    "account.service_away": (
        "The sign-in service cannot be reached just now. Try again in a moment; what you study is not lost."
    ),
    "account.several": (
        "{accounts} accounts have the address {account}, so it is not clear which is meant. Nothing was changed. "
        "Give the id instead: {ids:joined}."
    ),
    "account.several_roles": (
        "{accounts} accounts have the address {email}, so it is not clear whose role is meant. Nothing was "
        "changed. Remove the account that is not theirs at the sign-in service first."
    ),
    "account.sign_in_over": "Your sign-in is over. Sign in again; what you typed is kept.",
    "account.sign_ins_unread": "The sign-ins on this server cannot be read just now ({why}). Try again.",
    "account.signed_out": "You are signed out. Sign in to go on.",
    "account.signed_out_kept": "You are signed out. Sign in to go on; what you typed is kept.",
}
