"""Writes a GGUF file of random weights: half a megabyte that a real llama.cpp server serves as a chat model.

The format is that of ggml-org/ggml, docs/gguf.md: header, members of metadata, tensor descriptions, then the tensors,
each at a multiple of 32 bytes.
"""

import random
import struct
from array import array
from collections.abc import Iterable
from math import prod
from pathlib import Path

WIDTH, LAYERS, HEADS, INNER = 64, 2, 4, 128
TRAINED_TOKENS = 8192
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_VERSION, _ALIGNMENT = 3, 32
_UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9
_F32_TENSOR = 0

Tensor = tuple[tuple[int, ...], "array[float]"]
"""The shape, rows first, and the values."""


def write_tiny_gguf(path: Path, *, seed: int = 0) -> None:
    """Write the file: a token for each byte and two for the chat template.

    The first member of every embedding is large and the same, so that it survives the random layers as a constant:
    the first column of the output matrix is then a bias. It keeps the words to letters, digits and punctuation, since
    torn UTF-8 is nothing that a trained model writes.
    """
    tokens = [*_byte_tokens(), "<|im_start|>", "<|im_end|>"]
    metadata, tensors = _metadata(tokens), _tensors(len(tokens), random.Random(seed))
    described, data = b"", b""
    for name, (shape, values) in tensors.items():
        described += _string(name) + struct.pack(
            f"<I{len(shape)}QIQ", len(shape), *reversed(shape), _F32_TENSOR, len(data)
        )
        data += _padded(values.tobytes())
    head = b"GGUF" + struct.pack("<IQQ", _VERSION, len(tensors), len(metadata))
    path.write_bytes(_padded(head + b"".join(metadata) + described) + data)


def _tensors(tokens: int, source: random.Random) -> dict[str, Tensor]:
    def weights(*shape: int) -> Tensor:
        return shape, array("f", (source.gauss(0.0, 0.05) for _ in range(prod(shape))))

    def ones() -> Tensor:
        return (WIDTH,), array("f", [1.0]) * WIDTH

    embedding, output = weights(tokens, WIDTH), weights(tokens, WIDTH)
    embedding[1][::WIDTH] = array("f", [4.0]) * tokens
    output[1][::WIDTH] = array(
        "f", [0.0 if 32 <= token < 127 else 0.5 if token == 257 else -8.0 for token in range(tokens)]
    )
    found = {"token_embd.weight": embedding, "output.weight": output, "output_norm.weight": ones()}
    shapes = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (WIDTH, WIDTH))
    shapes |= {"ffn_gate": (INNER, WIDTH), "ffn_up": (INNER, WIDTH), "ffn_down": (WIDTH, INNER)}
    for layer in range(LAYERS):
        found |= {f"blk.{layer}.{norm}.weight": ones() for norm in ("attn_norm", "ffn_norm")}
        found |= {f"blk.{layer}.{name}.weight": weights(*shape) for name, shape in shapes.items()}
    return found


def _metadata(tokens: list[str]) -> list[bytes]:
    counts = {
        "llama.context_length": TRAINED_TOKENS,
        "llama.embedding_length": WIDTH,
        "llama.block_count": LAYERS,
        "llama.feed_forward_length": INNER,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "llama.vocab_size": len(tokens),
        "tokenizer.ggml.bos_token_id": 256,
        "tokenizer.ggml.eos_token_id": 257,
    }
    texts = {
        "general.architecture": "llama",
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "default",
        "tokenizer.chat_template": TEMPLATE,
    }
    types = [struct.pack("<i", kind) for kind in [1] * 256 + [3, 3]]
    return [
        *(_member(key, _STRING, _string(text)) for key, text in texts.items()),
        *(_member(key, _UINT32, struct.pack("<I", count)) for key, count in counts.items()),
        _member("llama.attention.layer_norm_rms_epsilon", _FLOAT32, struct.pack("<f", 1e-5)),
        _member("tokenizer.ggml.add_bos_token", _BOOL, b"\x00"),
        _member("tokenizer.ggml.tokens", _ARRAY, _array(_STRING, map(_string, tokens))),
        _member("tokenizer.ggml.token_type", _ARRAY, _array(_INT32, types)),
        _member("tokenizer.ggml.merges", _ARRAY, _array(_STRING, [_string("h e")])),
    ]


def _member(key: str, kind: int, value: bytes) -> bytes:
    return _string(key) + struct.pack("<I", kind) + value


def _array(kind: int, items: Iterable[bytes]) -> bytes:
    packed = list(items)
    return struct.pack("<IQ", kind, len(packed)) + b"".join(packed)


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNMENT)


def _byte_tokens() -> list[str]:
    """Return the letters by which GPT-2's tokenizer spells the 256 bytes (openai/gpt-2, src/encoder.py)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]
