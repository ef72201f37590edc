/** The guided tour: its button at the foot of the side. */

/** Draws the button that starts it into `#tour`. */
export function drawTour(_host) {}

/** Starts it. */
export function startTour() {}
