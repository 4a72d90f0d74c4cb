/*
 * The one script that a publisher adds: registers `<say-so>`. Loading it twice, or where there is no DOM, does no harm.
 */
import { SaySoElement } from "./say-so-element.js";

export { SaySoElement };
SaySoElement.define();
