from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware


class CentreLanguageMiddleware(LocaleMiddleware):
    """The centre's language, unless the person chose another by the switch on the page.

    What the browser asks for does not count: the offices' browsers are often English.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        super().process_request(request)
