/* Who else is on this section: asked for every 30 seconds, and only while the page is seen. The
   request says that nobody need be sitting here (X-Background), so that it keeps no session alive. */
"use strict";
(() => {
  const PAUSE = 30000; // milliseconds
  const look = () => {
    if (document.visibilityState === "visible") window.htmx.trigger("#anwesend", "presence:look");
  };
  setInterval(look, PAUSE);
  document.addEventListener("visibilitychange", look);
})();
