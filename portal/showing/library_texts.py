"""What libraries say to citizens, said anew: the same msgids in our own catalogue, which Django reads last, so that it wins.

Nothing imports this; `manage.py collect_texts` reads it. In English the libraries keep their words. What is not listed here
is rare, and speaks with the library's own translation.
"""

from django.utils.translation import gettext_noop, ngettext_lazy, pgettext_lazy

QUESTIONS = (
    pgettext_lazy("field label", "Login"),
    gettext_noop("Password"),
    gettext_noop("Username"),
    gettext_noop("Email (optional)"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Authenticator code"),
    gettext_noop("Code"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use your password"),
)
ERRORS = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid value."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("A user with that username already exists."),
    gettext_noop("A user is already registered with this email address."),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("This password is too common."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        10,
    ),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Please type your current password."),
    gettext_noop("Incorrect password."),
    gettext_noop("Incorrect code."),
)
DONE = (
    gettext_noop("Password successfully changed."),
    gettext_noop("Password successfully set."),
    gettext_noop("Confirmation email sent to %(email)s."),
    gettext_noop("You have confirmed %(email)s."),
    gettext_noop("Removed email address %(email)s."),
    gettext_noop("Primary email address set."),
    gettext_noop("You cannot remove your primary email address (%(email)s)."),
    gettext_noop("Authenticator app activated."),
    gettext_noop("Authenticator app deactivated."),
    gettext_noop("A new set of recovery codes has been generated."),
    gettext_noop("Signed out of all other sessions."),
)
