// Stands for a module that kubernetes requires and none of the programs here imports.
module ack-hybrid.example/control-plane/unused

go 1.22
