"""How sure a class of rows is: learnt from labelled documents, each of them scored without the labels of its own place."""
