"""Somebody who writes a scorecard in a browser of their own."""

from pathlib import Path
from typing import Any

from selenium.common import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.test_admin_hiring import click

SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
PASSWORD = "correct horse battery"
ONLINE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


class Writer:
    """A person at one interview's page; `tab` is the window that is looked at."""

    def __init__(self, browser: Chrome, url: str, email: str, interview: Any) -> None:
        self.browser, self.url, self.email, self.interview = browser, url, email, interview
        browser.execute_cdp_cmd("Network.enable", {})

    @property
    def page(self) -> str:
        return f"{self.url}/interviews/{self.interview}"

    def sign_in(self) -> None:
        """From the address of the kit by way of the sign-in page."""
        self.browser.get(self.page)
        self.give_password()

    def give_password(self) -> None:
        self.browser.find_element(By.NAME, "username").send_keys(self.email)
        self.browser.find_element(By.NAME, "password").send_keys(PASSWORD)
        click(self.browser, self.browser.find_element(By.CSS_SELECTOR, "main form button"))

    def open(self) -> None:
        self.browser.get(self.page)

    def reload(self) -> None:
        self.browser.refresh()

    def type(self, name: str, text: str) -> None:
        field = self.browser.find_element(By.NAME, name)
        self._show(field)
        field.send_keys(text)

    def paste(self, name: str, text: str) -> None:
        """At the end of the field, and told as a person's keys would be; the driver has no keys for every letter."""
        field = self.browser.find_element(By.NAME, name)
        put = (
            "arguments[0].focus(); arguments[0].value += arguments[1];"
            "arguments[0].dispatchEvent(new Event('input', {bubbles: true}))"
        )
        self.browser.execute_script(put, field, text)

    def choose(self, name: str, value: str) -> None:
        field = self.browser.find_element(By.CSS_SELECTOR, f"[name='{name}'][value='{value}']")
        self._show(field)
        field.click()

    def offline(self, off: bool) -> None:
        self.browser.execute_cdp_cmd("Network.emulateNetworkConditions", {**ONLINE, "offline": off})

    @property
    def state(self) -> str:
        return self.browser.find_element(By.ID, "saved").text

    @property
    def text(self) -> str:
        return self.browser.find_element(By.TAG_NAME, "main").text

    def typed(self, name: str) -> str:
        return str(self.browser.find_element(By.NAME, name).get_property("value"))

    def wait_for_state(self, text: str) -> None:
        self._wait(lambda driver: text in driver.find_element(By.ID, "saved").text, text)

    def wait_for(self, text: str) -> None:
        self._wait(lambda driver: text in driver.find_element(By.TAG_NAME, "main").text, text)

    def wait_for_typed(self, name: str, text: str) -> None:
        self._wait(lambda driver: self.typed(name) == text, text)

    def wait_until_saved(self, *, seconds: float = 40) -> None:
        """Until nothing waits to be sent; where two texts wait for a choice, both are kept."""

        def saved(driver: Chrome) -> bool:
            self.keep_both()
            return driver.find_element(By.ID, "card").get_attribute("data-saved") == "yes"

        self._wait(saved, "saved", seconds=seconds)

    def keep_both(self) -> int:
        """How many choices there were."""
        buttons = self.browser.find_elements(By.XPATH, "//div[@data-choices]//button[text()='Keep both']")
        for button in buttons[:1]:
            self._show(button)
            button.click()
        return len(buttons)

    def press_submit(self) -> None:
        button = self.browser.find_element(By.NAME, "submit")
        self._show(button)
        button.click()

    def submit(self) -> None:
        self.press_submit()
        self.wait_for("you recommend")

    def picture(self, name: str, at: str, *, width: int, height: int = 640) -> None:
        """What is seen at that place in a window of this size; kept in build/screenshots."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.browser.execute_script("document.querySelector(arguments[0]).scrollIntoView()", at)
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.browser.save_screenshot(str(SHOTS / f"{name}.png"))
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def copies(self) -> list[str]:
        """The keys of what this browser keeps."""
        found: list[str] = self.browser.execute_script(
            "return Object.keys(localStorage).filter(key => key.startsWith('hk-copy:'))"
        )
        return found

    def _show(self, element: Any) -> None:
        """In the middle of the window: at its foot there is the bar."""
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)

    def _wait(self, condition: Any, what: str, *, seconds: float = 40) -> None:
        waiting = WebDriverWait(self.browser, seconds, poll_frequency=0.1, ignored_exceptions=[WebDriverException])
        waiting.until(condition, what)
