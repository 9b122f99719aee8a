"""An answer written by a language model, each sentence bound to quotations. Off by default."""
