import { expect, test } from 'vitest';
import { chooseWheel, thisMachine } from '../../src/compute/engines/native/platform.js';
import { cudaRequirements } from '../../src/compute/engines/native/wheelBuilder.js';

test('x86_64 Linux has a wheel without CUDA and one with it', () => {
  const machine = { platform: 'linux', arch: 'x64', glibc: '2.28' } as const;
  expect(chooseWheel(machine, 'cpu').requirement).toBe('tensorflow-cpu==2.21.*');
  expect(chooseWheel(machine, 'gpu').requirement).toBe('tensorflow==2.21.*');
  const { platformTags } = chooseWheel(machine, 'cpu');
  expect(platformTags.slice(0, 2)).toEqual(['manylinux_2_28_x86_64', 'manylinux_2_27_x86_64']);
  expect(platformTags).toContain('manylinux2014_x86_64');
});

test('arm64 Linux and macOS take the wheel named tensorflow', () => {
  const arm = chooseWheel({ platform: 'linux', arch: 'arm64', glibc: '2.36' }, 'cpu');
  expect(arm.requirement).toBe('tensorflow==2.21.*');
  expect(arm.platformTags).toContain('manylinux_2_27_aarch64');
  const mac = chooseWheel({ platform: 'darwin', arch: 'arm64', glibc: undefined }, 'cpu');
  expect(mac.libraries[0]).toBe('libtensorflow_cc.2.dylib');
});

test.each([
  ['linux', 'x64', '2.26', 'cpu', 'needs glibc 2.27 or newer, this system has 2.26'],
  ['linux', 'x64', undefined, 'cpu', 'this system has another C library'], // Alpine
  ['linux', 'ia32', '2.36', 'cpu', 'no TensorFlow 2.21 wheel exists for linux-ia32'],
  ['darwin', 'x64', undefined, 'cpu', 'exists for darwin-x64'],
  ['win32', 'x64', undefined, 'cpu', 'exists for win32-x64'],
  ['linux', 'arm64', '2.36', 'gpu', 'holds no CUDA kernels'],
  ['darwin', 'arm64', undefined, 'gpu', 'no CUDA on macOS'],
] as const)(
  '%s %s, glibc %s, %s: refused with the reason',
  (platform, arch, glibc, variant, why) => {
    expect(() => chooseWheel({ platform, arch, glibc }, variant)).toThrow(why);
  },
);

test('this machine says which C library it has', () => {
  const { platform, glibc } = thisMachine();
  if (platform !== 'linux') expect(glibc).toBeUndefined();
  else if (glibc !== undefined) expect(glibc).toMatch(/^2\.\d+/);
});

test('CUDA libraries are those that the metadata lists under and-cuda', () => {
  // Lines as TensorFlow 2.21's METADATA has them.
  const metadata = [
    'Requires-Dist: numpy>=1.26.0',
    'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
    'Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"',
    'Requires-Dist: tensorflow-text; extra == "other"',
  ].join('\n');
  expect(cudaRequirements(metadata)).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-nccl-cu12<3.0,>=2.27.7',
  ]);
  expect(() => cudaRequirements('Name: tensorflow')).toThrow('names no CUDA libraries');
});
