"""What a web site puts around and above its papers: trimmings of pages, data of site generators."""
