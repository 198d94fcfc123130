"""Writes a GGUF file of random weights: half a megabyte that a real llama.cpp server serves as a chat model."""

from pathlib import Path

import numpy as np
from gguf import GGUFWriter

WIDTH, LAYERS, HEADS, INNER = 64, 2, 4, 128
TRAINED_TOKENS = 8192
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def write_tiny_gguf(path: Path, *, seed: int = 0) -> None:
    """Write the file: a token for each byte and two for the chat template.

    The first member of every embedding is large and the same, so that it survives the random layers as a constant:
    the first column of the output matrix is then a bias. It keeps the words to letters, digits and punctuation, since
    torn UTF-8 is nothing that a trained model writes.
    """
    tokens = [*_byte_tokens(), "<|im_start|>", "<|im_end|>"]
    writer = GGUFWriter(path, "llama")
    _describe(writer, tokens)
    random = np.random.default_rng(seed)

    def weights(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.05).astype(np.float32)

    embedding, output = weights(len(tokens), WIDTH), weights(len(tokens), WIDTH)
    embedding[:, 0] = 4.0
    output[:, 0] = [
        0.0 if 32 <= token < 127 else 0.5 if token == 257 else -8.0 for token in range(len(tokens))
    ]
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output.weight", output)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    shapes = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (WIDTH, WIDTH))
    shapes |= {"ffn_gate": (INNER, WIDTH), "ffn_up": (INNER, WIDTH), "ffn_down": (WIDTH, INNER)}
    for layer in range(LAYERS):
        for norm in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{norm}.weight", np.ones(WIDTH, np.float32))
        for name, shape in shapes.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights(*shape))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _describe(writer: GGUFWriter, tokens: list[str]) -> None:
    writer.add_context_length(TRAINED_TOKENS)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * 256 + [3, 3])
    writer.add_token_merges(["h e"])
    writer.add_bos_token_id(256)
    writer.add_eos_token_id(257)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _byte_tokens() -> list[str]:
    """Return the letters by which GPT-2's tokenizer spells the 256 bytes (openai/gpt-2, src/encoder.py)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]
