"""What a sentence claims, and whether two sentences agree or contradict each other."""
