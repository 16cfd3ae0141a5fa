import { Buffer } from 'node:buffer';

/** Audit architecture (linux/audit.h) and call numbers (asm/unistd) of what no step needs and exploits have needed. */
const CALLS = {
  x64: {
    audit: 0xc000003e,
    // add_key request_key keyctl · bpf perf_event_open userfaultfd · io_uring_{setup,enter,register} · kexec_load kexec_file_load ·
    // init_module finit_module delete_module · open_by_handle_at name_to_handle_at · mount umount2 pivot_root move_mount fsopen fsmount
    // open_tree mount_setattr · swapon swapoff reboot · unshare setns · acct quotactl
    denied: [
      248, 249, 250, 321, 298, 323, 425, 426, 427, 246, 320, 175, 313, 176, 304, 303, 165, 166, 155, 429, 430, 432, 428, 442, 167, 168, 169,
      272, 308, 163, 179,
    ],
    ioctl: 16,
    clone: 56,
    socket: 41,
    socketpair: 53,
  },
  arm64: {
    audit: 0xc00000b7,
    denied: [
      217, 218, 219, 280, 241, 282, 425, 426, 427, 104, 294, 105, 273, 106, 265, 264, 40, 39, 41, 429, 430, 432, 428, 442, 224, 225, 142,
      97, 268, 89, 60,
    ],
    ioctl: 29,
    clone: 220,
    socket: 198,
    socketpair: 199,
  },
} as const;

/** Pushes a character into the terminal's input, as if typed (ioctl_tty(2)). */
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
/** Compatibility calls of x86-64 carry this bit (x32); none of our programs makes them. */
const X32_BIT = 0x40000000;
const CLONE_NEWUSER = 0x10000000;
/**
 * AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (linux/socket.h): what programs speak. Of the others some heed no network namespace, as
 * AF_VSOCK, by which a virtual machine reaches the services of its host, and many have been holes of the kernel.
 */
const FAMILIES = [1, 2, 10, 16];

const ALLOW = 0x7fff0000;
/** EPERM, so that a program that asks goes on without. */
const REFUSE = 0x00050001;
/** EAFNOSUPPORT, as of a kernel that was built without. */
const REFUSE_FAMILY = 0x00050061;

/**
 * The filter for bubblewrap's `--seccomp`: a classic BPF program (seccomp(2)) that refuses a short list and allows the rest.
 * A program of another architecture is refused every call. Null where the numbers are not known.
 */
export function seccompFilter(arch: string = process.arch): Buffer | null {
  const known = arch === 'x64' || arch === 'arm64' ? CALLS[arch] : null;
  if (known === null) return null;
  const program: Instruction[] = [
    load(4),
    jumpIfEqual(known.audit, 1, 0),
    answer(REFUSE),
    load(0),
    ...(arch === 'x64' ? [jumpIfSet(X32_BIT, 0, 1), answer(REFUSE)] : []),
    ...known.denied.flatMap((call) => [jumpIfEqual(call, 0, 1), answer(REFUSE)]),
    // The family is the first argument of both.
    jumpIfEqual(known.socket, 1, 0),
    jumpIfEqual(known.socketpair, 0, FAMILIES.length + 3),
    load(16),
    ...FAMILIES.map((family, index) => jumpIfEqual(family, FAMILIES.length - index, 0)),
    answer(REFUSE_FAMILY),
    answer(ALLOW),
    // ioctl: its request is the second argument; the kernel looks at its lower half only.
    jumpIfEqual(known.ioctl, 0, 5),
    load(24),
    jumpIfEqual(TIOCSTI, 1, 0),
    jumpIfEqual(TIOCLINUX, 0, 1),
    answer(REFUSE),
    answer(ALLOW),
    jumpIfEqual(known.clone, 0, 3),
    load(16),
    jumpIfSet(CLONE_NEWUSER, 0, 1),
    answer(REFUSE),
    answer(ALLOW),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, yes, no, value }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(yes, index * 8 + 2);
    bytes.writeUInt8(no, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}

/** One sock_filter (linux/filter.h). */
interface Instruction {
  code: number;
  yes: number;
  no: number;
  value: number;
}

/** BPF_LD | BPF_W | BPF_ABS: a member of seccomp_data by its offset. */
const load = (offset: number): Instruction => ({ code: 0x20, yes: 0, no: 0, value: offset });
/** BPF_JMP | BPF_JEQ | BPF_K. */
const jumpIfEqual = (value: number, yes: number, no: number): Instruction => ({ code: 0x15, yes, no, value });
/** BPF_JMP | BPF_JSET | BPF_K. */
const jumpIfSet = (value: number, yes: number, no: number): Instruction => ({ code: 0x45, yes, no, value });
/** BPF_RET | BPF_K. */
const answer = (value: number): Instruction => ({ code: 0x06, yes: 0, no: 0, value });
