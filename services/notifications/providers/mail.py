"""E-mail by Django's backend (`PORTAL_EMAIL_BACKEND`)."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import send_mail

from services.notifications.providers.base import NotSent


class MailProvider:
    def send(self, to: str, subject: str, words: str) -> None:
        try:
            send_mail(subject, words, None, [to])
        except SMTPRecipientsRefused:
            raise NotSent("recipient refused", lasting=True) from None
        except (SMTPException, OSError) as error:
            raise NotSent(type(error).__name__) from error
