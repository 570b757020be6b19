"""The forms of signing in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from hiringkit.people.addresses import LONGEST_ADDRESS, NoAddress, fold_address


class SignInForm(AuthenticationForm):
    """Address and password. Whatever is wrong, the answer is the same."""

    error_messages = {
        "invalid_login": _("No account has this e-mail address and password."),
        "inactive": _("No account has this e-mail address and password."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "maxlength": LONGEST_ADDRESS, "class": "wide"}
        )
        self.fields["password"].widget.attrs["class"] = "wide"


class AddressForm(forms.Form):
    """Where to send a link."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "wide"}),
    )

    def clean_email(self) -> str:
        try:
            return fold_address(self.cleaned_data["email"])
        except NoAddress as error:
            raise forms.ValidationError(str(error)) from error
