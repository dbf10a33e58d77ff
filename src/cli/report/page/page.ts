import { listenToControls } from './controls.js';
import { listenToPrinting } from './printing.js';
import { listenToPlots } from './readings.js';
import { listenToSaving } from './saving.js';

listenToControls();
listenToPlots();
listenToSaving();
listenToPrinting();
