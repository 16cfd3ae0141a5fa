type Table = Readonly<Record<string, readonly [first: string, second: string]>>;

/** Runs lines of Python where it is installed; calls of the kernel that no program of the system makes for us. */
const python = (lines: string) => `python3 -c 'import ctypes, fcntl, glob, os, socket\nkernel = ctypes.CDLL(None)\n${lines}' 2>/dev/null`;

/** keyctl(2) and add_key(2) by architecture; -3 is the session's keyring, 10 searches, 11 reads. */
const KEYCTL = '{"x86_64": 250, "aarch64": 219}[os.uname().machine]';

/**
 * Ways out of the fence, each tried once by a hostile step. A line of shell prints `broken` when it got through; silence, or
 * any other word, is a refusal. `$SECRET` is a file of the platform's home, `$PLATFORM` a process of it, `$OTHER` the folder of
 * another workflow, `$KEY` the name of a key in the platform's keyring, if it has one. Two steps: what the first plants, the
 * second meets.
 */
const ESCAPES: Table = {
  'reads the home of the platform': ['', 'grep -q top-secret "$SECRET" && echo broken'],
  'lists the home of the platform': ['', 'ls "${SECRET%/*}" 2>/dev/null | grep -q . && echo broken'],
  'reads another workflow': ['', 'ls "$OTHER" 2>/dev/null | grep -q . && echo broken'],
  'reads hashes of passwords': ['', 'cat /etc/shadow 2>/dev/null | grep -q . && echo broken'],
  'sees other homes': ['', 'ls -A /root /home 2>/dev/null | grep -v -e "^/" -e "^step$" -e "^$" | grep -q . && echo broken'],
  'writes the system': [
    '',
    'for f in /x /etc/x /etc/cron.d/x /usr/x /usr/bin/x /opt/x /root/x /root/.ssh/x /var/x /run/x /run/mosaic/x /dev/x; do (echo x >"$f") 2>/dev/null && echo broken; done',
  ],
  'writes the programs of the platform': [
    '',
    '(echo x >>/run/mosaic/bin/mosaic) 2>/dev/null && echo broken; (echo x >>/run/mosaic/step.sh) 2>/dev/null && echo broken',
  ],
  'puts a link in place of /tmp': [
    'mv /tmp /tmp.old 2>/dev/null && echo broken; ln -s "${SECRET%/*}" /tmp/in',
    'cat /tmp/in/* 2>/dev/null | grep -q top-secret && echo broken',
  ],
  'puts a link in place of its own folders': [
    'for f in /woodpecker /home/step /run/mosaic/handover /run/mosaic/bin /run; do mv "$f" "$f.old" 2>/dev/null && echo broken; done',
    '',
  ],
  'puts a link in place of its hand-over': ['rm -rf "$MOSAIC_HANDOVER" 2>/dev/null; [ -d "$MOSAIC_HANDOVER" ] || echo broken', ''],
  'plants a program for later steps': [
    'mkdir -p "$HOME/bin" /tmp/bin; printf "#!/bin/sh\\necho broken\\n" >"$HOME/bin/mosaic"; chmod +x "$HOME/bin/mosaic"; cp "$HOME/bin/mosaic" /tmp/bin/',
    'mosaic --help 2>/dev/null | grep broken',
  ],
  'sees processes of the platform': [
    '',
    'grep -l "$PLATFORM_MARK" /proc/[0-9]*/cmdline 2>/dev/null | grep -v "/$$/" | grep -q . && echo broken',
  ],
  'signals the platform': ['', 'kill -9 "$PLATFORM" 2>/dev/null && echo broken'],
  'looks through the first process': [
    '',
    'grep -q top-secret "/proc/1/root$SECRET" 2>/dev/null && echo broken; ls /proc/1/root/root 2>/dev/null | grep -q . && echo broken',
  ],
  'reads environments of the stages before': [
    '',
    'cat /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | grep -q "^MOSAIC_TEST_LEAK=" && echo broken',
  ],
  'makes a device': ['', 'mknod /tmp/sda b 8 0 2>/dev/null && echo broken; mknod "$HOME/mem" c 1 1 2>/dev/null && echo broken'],
  mounts: [
    '',
    'mount -t tmpfs tmpfs /usr 2>/dev/null && echo broken; mount --bind / /tmp 2>/dev/null && echo broken; umount /proc 2>/dev/null && echo broken',
  ],
  'moves out of its cgroup, or lifts its limits': [
    '',
    'mount -t cgroup2 cgroup2 /tmp 2>/dev/null && echo broken; find / -path /usr -prune -o -path /proc -prune -o -name cgroup.procs -print 2>/dev/null | grep -q . && echo broken',
  ],
  'makes namespaces of its own': [
    '',
    'unshare --user --map-root-user --mount true 2>/dev/null && echo broken; unshare --mount true 2>/dev/null && echo broken',
  ],
  'is root': ['', '[ "$(id -u)" = 0 ] && echo broken; [ "$(id -G)" = "$(id -g)" ] || echo broken'],
  'has capabilities': ['', 'grep -E "^Cap(Inh|Prm|Eff|Bnd|Amb):" /proc/self/status | grep -v 0000000000000000 | grep -q . && echo broken'],
  'gains privileges': [
    '',
    'grep -q "^NoNewPrivs:.*1" /proc/self/status || echo broken; cp /bin/sh /tmp/s; chmod 4755 /tmp/s; [ "$(/tmp/s -c "id -u")" = 0 ] && echo broken; :',
  ],
  'sets the kernel': [
    '',
    '(echo "|/tmp/x" >/proc/sys/kernel/core_pattern) 2>/dev/null && echo broken; (echo 1 >/proc/sys/vm/drop_caches) 2>/dev/null && echo broken; (echo c >/proc/sysrq-trigger) 2>/dev/null && echo broken',
  ],
  'reads the kernel log': ['', 'dmesg 2>/dev/null | grep -q . && echo broken'],
  'has a terminal to type into': ['', '(: </dev/tty) 2>/dev/null && echo broken'],
  'types into a terminal': [
    '',
    python(`for name in ["/dev/tty", "/dev/console"] + glob.glob("/proc/[0-9]*/fd/*"):
  try:
    there = os.open(name, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    if os.isatty(there):
      fcntl.ioctl(there, 0x5412, b"x")
      print("broken")
  except OSError: pass`),
  ],
  'traces a process of the platform': [
    '',
    `${python('if kernel.ptrace(16, int(os.environ["PLATFORM"]), 0, 0) == 0: print("broken")')}; (: <"/proc/$PLATFORM/mem") 2>/dev/null && echo broken`,
  ],
  'reads the keyring of the platform': [
    '',
    `grep -q "$KEY" /proc/keys 2>/dev/null && echo broken; ${python(`held = ctypes.create_string_buffer(64)
key = kernel.syscall(${KEYCTL}, 10, -3, b"user", os.environ["KEY"].encode(), 0)
if key > 0 and kernel.syscall(${KEYCTL}, 11, key, held, 64) > 0: print("broken")`)}`,
  ],
  'opens sockets that no network holds back': [
    '',
    // AF_VSOCK towards the host of a virtual machine, AF_ALG towards the kernel's ciphers; by type of socket.
    python(`for family, kind in [(40, 1), (40, 2), (38, 5)]:
  try:
    socket.socket(family, kind)
    print("broken")
  except OSError: pass`),
  ],
  'leaves something in shared memory': ['echo x >/dev/shm/left', '[ -e /dev/shm/left ] && echo broken'],
  'fills the memory of the machine by shared memory': [
    '',
    'head -c 100000000 /dev/zero >/dev/shm/big 2>/dev/null && echo broken; rm -f /dev/shm/big',
  ],
  'keeps a descriptor of the platform': [
    '',
    'ls -l /proc/self/fd 2>/dev/null | grep -v -e pipe: -e socket: -e /dev/null -e /proc/ -e step.sh -e "^total" | grep -q . && echo broken',
  ],
};

/**
 * Further ones, which only a network of its own closes. `$DOOR` is a port on which the platform listens on loopback and asks for
 * nothing, `$ABSTRACT` the name of its abstract socket.
 */
const NETWORK_ESCAPES: Table = {
  'comes in at a door of the platform': [
    '',
    'for host in 127.0.0.1 localhost ::1 ::ffff:127.0.0.1 0.0.0.0 127.1.2.3; do (exec 3<>"/dev/tcp/$host/$DOOR") 2>/dev/null && echo broken; done',
  ],
  'sees abstract sockets of the machine': [
    '',
    `grep -q "@$ABSTRACT" /proc/net/unix && echo broken; ${python('if socket.socket(socket.AF_UNIX).connect_ex(b"\\0" + os.environ["ABSTRACT"].encode()) == 0: print("broken")')}`,
  ],
  'asks the cloud about this machine': [
    '',
    // What waits for an answer has got out.
    'for host in 169.254.169.254 100.100.100.200 168.63.129.16 fd00:ec2::254; do timeout 1 bash -c "exec 3<>/dev/tcp/$host/80" 2>/dev/null; case $? in 0 | 124) echo broken ;; esac; done',
  ],
};

/** How many there are. */
export function countEscapes(isPrivate: boolean): number {
  return Object.keys(tableOf(isPrivate)).length;
}

function tableOf(isPrivate: boolean): Table {
  return isPrivate ? { ...ESCAPES, ...NETWORK_ESCAPES } : ESCAPES;
}

/** What a step runs to try them all; each line of its output is `NAME: word`. `isPrivate`: whether it has a network of its own. */
export function attempts(step: 0 | 1, isPrivate: boolean): string {
  return Object.entries(tableOf(isPrivate))
    .filter(([, commands]) => commands[step] !== '')
    .map(([name, commands]) => `( ${commands[step]} ) 2>/dev/null </dev/null | sed 's|^|${name}: |'`)
    .join('\n');
}
