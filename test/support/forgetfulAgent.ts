import { tf } from '../../src/compute/index.js';
import type { Agent, AgentState } from '../../src/learner/index.js';

/**
 * An agent with the defect that carrying the recurrent state between unrolls prevents: it begins
 * every unroll, in acting and in learning, as if it had seen nothing. Its state counts steps to know
 * where unrolls begin.
 */
export function forgetfulAgent(agent: Agent, unrollLength: number): Agent {
  const forget = ({ age, ...state }: AgentState): AgentState => {
    const keep = tf.cast(tf.notEqual(tf.mod(age!, unrollLength), 0), 'float32'); // [N, 1]
    const kept = Object.entries(state).map(([name, value]) => [name, tf.mul(value, keep)]);
    return Object.fromEntries(kept) as AgentState; // the same names
  };
  return {
    ...agent,
    initialState: (batch) => ({ ...agent.initialState(batch), age: tf.zeros([batch, 1]) }),
    act: ({ state, ...inputs }) => {
      const decision = agent.act({ ...inputs, state: forget(state) });
      return { ...decision, state: { ...decision.state, age: tf.add(state.age!, 1) } };
    },
    unroll: (batch, state) => agent.unroll(batch, forget(state)),
  };
}
