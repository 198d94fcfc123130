"""What a headless Chromium shows of a page, by its DevTools protocol on loopback."""

import base64
import json
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import connect

# Words of the text nodes that have a box on the page and are visible by what Chromium computes.
_WORDS = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), words = [];
  const style = {opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true};
  while (walker.nextNode()) {
    const node = walker.currentNode, range = document.createRange();
    if (!node.textContent.trim() || !node.parentElement.checkVisibility(style)) continue;
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width < 2 || box.height < 3 || box.right < 0 || box.bottom + scrollY < 0) continue;
    words.push(...node.textContent.toLowerCase().split(/\\s+/).filter(Boolean));
  }
  return words;
})()"""


class Browser:
    """A headless Chromium; a context manager. Nothing is loaded from the network."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        port = Path(self._folder.name) / "DevToolsActivePort"
        self._process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--hide-scrollbars",
             "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={self._folder.name}", "--window-size=1280,800"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while not port.exists() or not port.read_text().strip():
            time.sleep(0.05)
        address = f"http://127.0.0.1:{port.read_text().splitlines()[0]}/json/new?about:blank"
        with urllib.request.urlopen(urllib.request.Request(address, method="PUT"), timeout=20) as answer:
            self._socket = connect(json.load(answer)["webSocketDebuggerUrl"], max_size=None)
        self._number = 0
        self._call("Page.enable")
        size = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **size)
        self._frame = self._call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    def differs(self, html: str, other: str) -> bool:
        """Say whether two pages look different: more than a few pixels by more than a faint shade."""
        script = f"({_DIFFERENCE})({json.dumps(self._picture(html))}, {json.dumps(self._picture(other))})"
        return int(self._value(script)) > 12

    def words(self, html: str) -> list[str]:
        """Return the words of a page that are visible, in lower case."""
        self._show(html)
        return [str(word) for word in self._value(_WORDS)]

    def _picture(self, html: str) -> str:
        self._show(html)
        time.sleep(0.03)
        return "data:image/png;base64," + str(
            self._call("Page.captureScreenshot", captureBeyondViewport=True, format="png")["data"]
        )

    def _show(self, html: str) -> None:
        address = "data:text/html;base64," + base64.b64encode(b"<!doctype html>").decode()
        self._call("Page.navigate", url=address)
        self._call("Page.setDocumentContent", frameId=self._frame, html=html)
        self._value("new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))")

    def _value(self, script: str) -> Any:
        answer = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value")

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=60))
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(answer["error"]["message"])
                return dict(answer["result"])


_DIFFERENCE = """async (first, second) => {
  const pixels = async address => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const a = await pixels(first), b = await pixels(second);
  if (a.length !== b.length) return 1e6;
  let count = 0;
  for (let i = 0; i < a.length; i += 4)
    count += Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]) > 60;
  return count;
}"""
