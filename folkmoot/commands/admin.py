"""`folkmoot admin EMAIL --name NAME`: make the administrator of this installation."""

from __future__ import annotations

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whom."""
    parser.add_argument("email", help="the address that they sign in with")
    parser.add_argument("--name", required=True, help="the name that others see")


def run(options: argparse.Namespace) -> int:
    """Make them administrator; repeating it changes nothing."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from folkmoot.commands import databases

    databases.open_up()
    from folkmoot.people.actions import WrongName, make_administrator

    try:
        validate_email(options.email)
        person = make_administrator(options.email, options.name)
    except (ValidationError, WrongName) as trouble:
        print(trouble.message if isinstance(trouble, ValidationError) else trouble, file=sys.stderr)
        return 2
    print(f"{person.name} is administrator and signs in at /sign-in/ with {person.email}.")
    return 0
