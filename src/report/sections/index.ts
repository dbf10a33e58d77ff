import type { ReportContext, Section } from '../context.js';
import { aggregateSection } from './aggregates.js';
import { configurationSection } from './configurations.js';
import { diagnosticsSection } from './diagnostics.js';
import { hyperparameterSection } from './hyperparameters.js';
import { improvementSection } from './improvement.js';
import { levelSections } from './levels.js';
import { methodSection } from './method.js';
import { overviewSection } from './overview.js';
import { provenanceSection } from './provenance.js';

/** All sections in the order of the report; those without content are left out. */
export function allSections(context: ReportContext): Section[] {
  return [
    overviewSection(context),
    ...levelSections(context),
    improvementSection(context),
    aggregateSection(context),
    diagnosticsSection(context),
    hyperparameterSection(context),
    configurationSection(context),
    provenanceSection(context),
    methodSection(context),
  ].filter((section) => section !== undefined);
}
