"""Takes the README's pictures: `screenshots.py ADDRESS FOLDER`, with the demo served at ADDRESS.

The pages are reached as a person reaches them, so a picture of a page that has moved fails instead of showing an error.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
#: Debian's browser runs as root only without its sandbox; it is to look for nothing outside.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def sign_in(browser: Browser, address: str, login: str, size: dict[str, int]) -> Page:
    """A page of `size` pixels, signed in with the demo's account `login` and showing its desk."""
    page = browser.new_page(viewport=size, locale="de-DE", reduced_motion="reduce")
    page.goto(f"{address}/anmelden")
    page.fill("[name=kennung]", login)
    page.fill("[name=passwort]", "fallmanagement")
    page.press("[name=passwort]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def open_first_client(page: Page, address: str) -> None:
    """The file of the first client in the list."""
    page.goto(f"{address}/kunden")
    page.locator("main table a[href^='/kunden/']").first.click()
    page.wait_for_url(f"{address}/kunden/*")


def open_handover(page: Page, address: str) -> None:
    """The first handover that waits for this colleague's confirmation."""
    page.goto(f"{address}/uebergaben?liste=an-mich")
    page.locator("main tr", has_text="Bestätigung offen").locator("a[href^='/uebergaben/']").first.click()
    page.wait_for_url(f"{address}/uebergaben/*")


def picture_of_protocol(page: Page, folder: Path) -> None:
    """The first page of the protocol of the handover that is shown, as it was printed."""
    link = page.locator("main a[href*='/unterlagen/']").first.get_attribute("href")
    printed = page.request.get(f"{page.url.split('/uebergaben')[0]}{link}").body()
    command = ["pdftoppm", "-png", "-r", "70", "-f", "1", "-singlefile", "-", str(folder / "protokoll")]
    subprocess.run(command, input=printed, check=True)


def main(address: str, folder: Path) -> None:
    """Write the pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        page = sign_in(browser, address, "fern", WIDE)
        page.screenshot(path=folder / "schreibtisch.png")
        page.goto(f"{address}/kunden")
        page.screenshot(path=folder / "kunden.png")
        open_first_client(page, address)
        page.screenshot(path=folder / "akte.png")
        open_handover(page, address)
        page.screenshot(path=folder / "uebergabe.png")
        picture_of_protocol(page, folder)
        page = sign_in(browser, address, "service", WIDE)
        page.goto(f"{address}/einstieg")
        page.screenshot(path=folder / "einstieg.png")
        page = sign_in(browser, address, "massnahmen", WIDE)
        page.goto(f"{address}/massnahmen")
        page.screenshot(path=folder / "massnahmen.png")
        page = sign_in(browser, address, "arbeitgeber", WIDE)
        page.screenshot(path=folder / "arbeitgeber.png")
        page = sign_in(browser, address, "leitung", WIDE)
        page.screenshot(path=folder / "leitung.png")
        page = sign_in(browser, address, "fern", NARROW)
        page.screenshot(path=folder / "schreibtisch-schmal.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
