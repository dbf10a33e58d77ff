import { agentPolicy } from '../evaluation/index.js';
import type { AgentPolicyOptions, Policy } from '../evaluation/index.js';
import { loadAgent } from './loadAgent.js';
import type { OpenedRun } from './loadAgent.js';

/** Acts as a run's newest checkpoint does; disposing the policy disposes the agent too. */
export function runPolicy(run: OpenedRun, options: AgentPolicyOptions): Policy {
  const agent = loadAgent(run, options);
  const policy = agentPolicy(agent, options);
  return {
    act: (arrival) => policy.act(arrival),
    dispose: () => {
      policy.dispose();
      agent.dispose();
    },
  };
}
