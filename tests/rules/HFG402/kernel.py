from kernels import get_kernel

kernel = get_kernel("acme/activation")  # expect: HFG105 HFG101? HFG402?
