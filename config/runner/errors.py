"""What can go wrong while starting, each as one clear line."""

import errno


class StartError(Exception):
    """The start cannot go on; the message is one Dutch line for the person at the terminal."""


def explain_os_error(error: OSError, what: str) -> StartError:
    """Turn an OSError into one line that says what to do; `what` names the thing we were making, e.g. a path."""
    if error.errno == errno.ENOSPC:
        return StartError(f"De schijf is vol: {what} kan niet worden geschreven. Maak ruimte vrij en start opnieuw.")
    if error.errno == errno.EDQUOT:
        return StartError(f"De schijfruimte van deze gebruiker is op: {what} kan niet worden geschreven.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return StartError(f"Geen schrijfrechten voor {what}. Kies met DATA_DIR een andere map.")
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return StartError(f"{what} is geen map. Kies met DATA_DIR een andere map.")
    return StartError(f"{what}: {error.strerror or error}.")
