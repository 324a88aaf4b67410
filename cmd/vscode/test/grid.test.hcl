# SYNTAX TEST "source.portcullis" "a grid"

test "a customer sees orders" {
# <---- keyword.other.block.portcullis
  view "orders" {
# ^^^^ keyword.other.block.portcullis
    expect = <<-GRID
#            ^^^ keyword.operator.heredoc.portcullis
#               ^^^^ entity.name.tag.portcullis
      id | name        | total
#     ^^ meta.grid.portcullis string.unquoted.grid.portcullis
#        ^ punctuation.separator.grid.portcullis
      1  | Ana Beans   | 120.5
#     ^ constant.numeric.portcullis
#          ^^^^^^^^^ string.unquoted.grid.portcullis
#                        ^^^^^ constant.numeric.portcullis
      2  | "a|b"       | ***
#          ^^^^^ string.quoted.double.portcullis
#                        ^^^ comment.hidden.grid.portcullis
    GRID
#   ^^^^ entity.name.tag.portcullis
  }
}
