// Shows a plain page where the room cannot run: a browser below the floor, or a page that never started.
// Written for any browser, however old; it is loaded as it is.
(function () {
  var WAIT = 25000;
  function show() {
    var room = document.getElementById("room");
    var floor = document.getElementById("floor");
    if (floor && room && !room.firstChild) {
      floor.removeAttribute("hidden");
    }
  }
  function isAbove() {
    return (
      typeof Promise === "function" &&
      typeof structuredClone === "function" &&
      typeof WebSocket === "function" &&
      typeof HTMLDialogElement === "function" &&
      typeof Array.prototype.at === "function" &&
      "noModule" in HTMLScriptElement.prototype
    );
  }
  function start() {
    if (!isAbove()) {
      show();
    }
    setTimeout(show, WAIT);
  }
  if (document.readyState === "loading" && document.addEventListener) {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
