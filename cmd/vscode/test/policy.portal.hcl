# SYNTAX TEST "source.portcullis" "a policy"

# who sees what
# <- comment.line.number-sign.portcullis
portal "shop" { users = "contacts" }
# <------ keyword.other.block.portcullis
#      ^^^^^^ string.quoted.double.portcullis
#               ^^^^^ variable.other.property.portcullis
table "orders" {
  fields = { id = number, status = enum("open", "done") }
# ^^^^^^ variable.other.property.portcullis
#                 ^^^^^^ storage.type.portcullis
#                                  ^^^^ support.function.portcullis
#                                       ^^^^^^ string.quoted.double.portcullis
}
profile "customer" {
  default = true
#           ^^^^ constant.language.portcullis
  allow "table" "orders" {
# ^^^^^ keyword.control.portcullis
    rows = row.contact.id == user.id && row.total > 10.5
#          ^^^ variable.language.portcullis
#              ^^^^^^^ variable.other.member.portcullis
#                         ^^ keyword.operator.portcullis
#                            ^^^^ variable.language.portcullis
#                                                   ^^^^ constant.numeric.portcullis
    when = startswith(user.name, "${team.name}/")
#          ^^^^^^^^^^ support.function.portcullis
#                                   ^^^^ meta.template.portcullis variable.language.portcullis
  }
}
