"""Whether an office suite is there that opens spreadsheets: it is no part of what the project installs."""

import shutil


def find_office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
