#!/usr/bin/env node
// Starts the hf-device of the package for this platform, in this terminal, and ends as it does.
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');

// The class-data archive fits jars of this time only, and npm gave them the time of the installation.
const BUILT = @seconds@;

function restoreTimes(lib) {
  try {
    if (fs.statSync(path.join(lib, 'hf-device.jar')).mtimeMs === BUILT * 1000) return;
    for (const name of fs.readdirSync(lib)) {
      if (name.endsWith('.jar')) fs.utimesSync(path.join(lib, name), BUILT, BUILT);
    }
  } catch {
    // Installed by another user: starts are slower, else the same.
  }
}

function home() {
  const name = `hf-device-${process.platform}-${process.arch}`;
  try {
    return path.dirname(require.resolve(`${name}/package.json`));
  } catch {
    console.error(
      `hf-device: the package ${name} is missing: install hf-device without --no-optional and --omit=optional,\n` +
        '  or, on another platform, an archive from https://github.com/hfdevice/hf-device/releases');
    process.exit(127);
  }
}

const folder = home();
restoreTimes(path.join(folder, 'lib'));
const child = spawn(path.join(folder, 'bin', 'hf-device'), process.argv.slice(2), { stdio: 'inherit' });
// Ctrl-C reaches every process of the terminal; the others are passed on.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (e) => {
  console.error(`hf-device: ${path.join(folder, 'bin', 'hf-device')} cannot be started: ${e.message}`);
  process.exit(126);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
