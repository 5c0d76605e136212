"""Answers questions about CIDR blocks with Python's own ipaddress module: a JSON list of cases in, a list of answers out."""
import ipaddress
import json
import sys

network = ipaddress.ip_network
address = ipaddress.ip_address


def networks(texts):
    return [network(text) for text in texts]


def by_family(blocks):
    return [[block for block in blocks if block.version == version] for version in (4, 6)]


def merged(blocks):
    return [block for family in by_family(blocks) for block in ipaddress.collapse_addresses(family)]


def without(blocks, excluded):
    left = merged(blocks)
    for gone in merged(excluded):
        kept = []
        for block in left:
            if block.version != gone.version or not block.overlaps(gone):
                kept.append(block)
            elif not block.subnet_of(gone):
                kept.extend(block.address_exclude(gone))
        left = kept
    return merged(left)


def shared(left, right):
    pairs = [(a, b) for a in left for b in right if a.version == b.version and a.overlaps(b)]
    return merged([a if a.prefixlen >= b.prefixlen else b for a, b in pairs])


def relate(a, b):
    if a.version != b.version:
        return "disjoint"
    if a == b:
        return "equal"
    if b.subnet_of(a):
        return "contains"
    if a.subnet_of(b):
        return "within"
    ends = (int(a.broadcast_address) + 1, int(b.broadcast_address) + 1)
    return "adjacent" if int(b.network_address) == ends[0] or int(a.network_address) == ends[1] else "disjoint"


def parse(text):
    # The module also takes an address without a prefix, and netmasks; a block has its prefix length behind a slash.
    try:
        return str(network(text))
    except ValueError:
        return None


def lookup(blocks, text):
    wanted = network(text) if "/" in text else network(address(text))
    holding = [block for block in blocks if block.version == wanted.version and wanted.subnet_of(block)]
    return str(max(holding, key=lambda block: block.prefixlen)) if holding else None


def candidates(pool, taken, prefix):
    inside = [part for block in merged(pool) if block.prefixlen <= prefix for part in block.subnets(new_prefix=prefix)]
    return [part for part in inside if not any(part.version == gone.version and part.overlaps(gone) for gone in taken)]


def allocate(pool, taken, prefix, fit):
    fitting = candidates(pool, taken, prefix)
    if not fitting:
        return None
    if fit == "first":
        return str(min(fitting))
    if fit == "last":
        return str(max(fitting))
    free = [block for block in without(pool, taken) if block.prefixlen <= prefix]
    tightest = max(block.prefixlen for block in free)
    chosen = min(block for block in free if block.prefixlen == tightest)
    return str(next(chosen.subnets(new_prefix=prefix)))


def strings(blocks):
    return [str(block) for block in blocks]


answers = {
    "parse": lambda case: parse(case["text"]),
    "relate": lambda case: relate(network(case["a"]), network(case["b"])),
    "union": lambda case: strings(merged(networks(case["a"] + case["b"]))),
    "exclude": lambda case: strings(without(networks(case["a"]), networks(case["b"]))),
    "intersect": lambda case: strings(shared(networks(case["a"]), networks(case["b"]))),
    "range": lambda case: strings(ipaddress.summarize_address_range(address(case["first"]), address(case["last"]))),
    "split": lambda case: strings(network(case["block"]).subnets(new_prefix=case["prefix"])),
    "supernet": lambda case: str(network(case["block"]).supernet(new_prefix=case["prefix"])),
    "nth": lambda case: str(network(case["block"])[case["index"]]),
    "lookup": lambda case: lookup(networks(case["blocks"]), case["address"]),
    "contains": lambda case: not without([network(case["block"])], networks(case["blocks"])),
    "pairs": lambda case: [
        [i, j]
        for i, a in enumerate(networks(case["blocks"]))
        for j, b in enumerate(networks(case["blocks"]))
        if i < j and a.version == b.version and a.overlaps(b)
    ],
    "free": lambda case: len(candidates(networks(case["pool"]), networks(case["taken"]), case["prefix"])),
    "allocate": lambda case: allocate(networks(case["pool"]), networks(case["taken"]), case["prefix"], case["fit"]),
}

json.dump([answers[case["op"]](case) for case in json.load(sys.stdin)], sys.stdout)
