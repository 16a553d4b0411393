#!/usr/bin/env python3
"""The page behind /ui in a real browser: one clicks, and sees where the work stopped.

    tests/serve/ui_test.py PATH-OF-KATA-SERVE

Wants Chromium (Debian: chromium). Without it, it says so and ends with 77, which CTest takes for a
skipped test. It speaks with the browser by its debugging protocol, over two pipes; what it waits for
is told by the page itself, so that nothing here depends on who is quicker.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

PATIENCE = 60_000  # milliseconds, for a browser on a busy machine


class Browser:
    """A headless Chromium with one page."""

    def __init__(self, program, folder):
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()

        def hand_over():  # the browser reads from 3 and writes to 4
            os.dup2(theirs_in, 103), os.dup2(theirs_out, 104)
            os.dup2(103, 3), os.dup2(104, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=hand_over, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in), os.close(theirs_out)
        self.requests, self.answers = os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")
        self.pending, self.number, self.session = b"", 0, None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.requests.write(json.dumps(message).encode() + b"\0")
        self.requests.flush()
        while True:
            while b"\0" not in self.pending:
                piece = self.answers.read1(65536)
                if not piece:
                    sys.exit("the browser has gone")
                self.pending += piece
            text, self.pending = self.pending.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]

    def evaluate(self, script):
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def open(self, url):
        self.call("Page.enable")
        self.call("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete' && location.pathname === '/ui'")

    def wait_for(self, condition):
        """Until the page makes it true."""
        held = self.evaluate(f"""new Promise((done) => {{
          const start = Date.now();
          const look = () => {{
            if ({condition}) done(true);
            else if (Date.now() - start > {PATIENCE}) done(false);
            else setTimeout(look, 20);
          }};
          look();
        }})""")
        assert held, f"this did not come true: {condition}\n{self.evaluate('document.body.innerText')}"

    def close(self):
        self.process.terminate()
        self.process.wait()


def rows(kind, count, text=""):
    return (f"[...document.querySelectorAll('.row{kind}')]"
            f".filter((row) => row.innerText.includes('{text}')).length === {count}")


def try_page(browser, here):
    browser.open(here + "/ui")
    assert browser.evaluate("document.getElementById('give-up').disabled"), "nobody has asked yet"

    # A request that is given up, while its context is drawn.
    browser.evaluate("document.getElementById('slow').click()")
    browser.wait_for(rows("", 1, "character"))
    browser.wait_for("document.querySelectorAll('#tree circle').length === 2")
    browser.evaluate("document.getElementById('give-up').click()")
    browser.wait_for(rows(".stopped", 1, "given up by the client"))
    browser.wait_for(rows(".stopped", 1, "0 bytes after"))
    browser.wait_for("document.querySelectorAll('#tree circle').length === 1")

    # Three replicas below one request, all of which stop.
    browser.evaluate("document.getElementById('first').click()")
    browser.wait_for("document.querySelectorAll('#tree circle').length === 5")
    browser.wait_for(rows(".part", 3))
    browser.evaluate("document.getElementById('give-up').click()")
    browser.wait_for(rows(".part.stopped", 3, "given up by the client"))

    # One that is answered.
    browser.evaluate("ask('/?text=ab&tick=1')")
    browser.wait_for(rows(".answered", 1, "answered"))
    browser.wait_for("document.getElementById('give-up').disabled")


def main():
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
                   None)
    if program is None:
        print("No Chromium on this machine (package chromium): the page was not tried in a browser.")
        return 77
    server = subprocess.Popen([sys.argv[1], "--port=0"], stdout=subprocess.PIPE, text=True)
    try:
        here = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline()).group()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            browser = Browser(program, folder)
            try:
                try_page(browser, here)
            finally:
                browser.close()
    finally:
        server.terminate()
        server.communicate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
