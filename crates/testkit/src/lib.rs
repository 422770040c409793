//! Development only: fakes, the store contract, the simulator.
